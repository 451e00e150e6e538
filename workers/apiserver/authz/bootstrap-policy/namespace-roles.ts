/** Roles in the system's own namespaces (source: plugin/pkg/auth/authorizer/rbac/bootstrappolicy/namespace_policy.go, 1.36). */
import { EVENTS } from './notation';

interface NamespaceRole {
  readonly namespace: string;
  readonly name: string;
  readonly rules: readonly string[];
}

interface NamespaceBinding {
  readonly namespace: string;
  readonly name: string;
  readonly role: string;
  /** "User x" or "ServiceAccount x" of kube-system. */
  readonly subjects: readonly string[];
}

const LEADER_RULES = [
  'create,get,list,update,watch coordination.k8s.io: leases',
  'create,get,list,update,watch coordination.k8s.io: leasecandidates',
];

export const namespaceRoles: readonly NamespaceRole[] = [
  {
    namespace: 'kube-public',
    name: 'system:controller:bootstrap-signer',
    rules: ['read core: configmaps', 'update core: configmaps = cluster-info', EVENTS],
  },
  {
    namespace: 'kube-system',
    name: 'extension-apiserver-authentication-reader',
    rules: ['read core: configmaps = extension-apiserver-authentication'],
  },
  { namespace: 'kube-system', name: 'system::leader-locking-kube-controller-manager', rules: LEADER_RULES },
  { namespace: 'kube-system', name: 'system::leader-locking-kube-scheduler', rules: LEADER_RULES },
  { namespace: 'kube-system', name: 'system:controller:bootstrap-signer', rules: ['read core: secrets'] },
  { namespace: 'kube-system', name: 'system:controller:cloud-provider', rules: ['create,get,list,watch core: configmaps'] },
  { namespace: 'kube-system', name: 'system:controller:token-cleaner', rules: ['delete,get,list,watch core: secrets', EVENTS] },
];

export const namespaceBindings: readonly NamespaceBinding[] = [
  controllerBinding('kube-public', 'bootstrap-signer'),
  {
    namespace: 'kube-system',
    name: 'system::extension-apiserver-authentication-reader',
    role: 'extension-apiserver-authentication-reader',
    subjects: ['User system:kube-controller-manager', 'User system:kube-scheduler'],
  },
  {
    namespace: 'kube-system',
    name: 'system::leader-locking-kube-controller-manager',
    role: 'system::leader-locking-kube-controller-manager',
    subjects: [
      'User system:kube-controller-manager',
      'ServiceAccount kube-controller-manager',
      'ServiceAccount leader-election-controller',
    ],
  },
  {
    namespace: 'kube-system',
    name: 'system::leader-locking-kube-scheduler',
    role: 'system::leader-locking-kube-scheduler',
    subjects: ['User system:kube-scheduler', 'ServiceAccount kube-scheduler'],
  },
  controllerBinding('kube-system', 'bootstrap-signer'),
  controllerBinding('kube-system', 'cloud-provider'),
  controllerBinding('kube-system', 'token-cleaner'),
];

function controllerBinding(namespace: string, account: string): NamespaceBinding {
  const name = `system:controller:${account}`;
  return { namespace, name, role: name, subjects: [`ServiceAccount ${account}`] };
}
