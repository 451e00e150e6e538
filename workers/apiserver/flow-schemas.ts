/**
 * Which requests belong to which priority level, as a fresh server says it
 * (source: k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go, 1.36). Differs: nothing acts upon it.
 */
import { AUTHENTICATED, MASTERS, NODES, UNAUTHENTICATED } from '../api/user-info';

interface Schema {
  readonly name: string;
  readonly level: string;
  readonly precedence: number;
  readonly distinguisher?: 'ByUser' | 'ByNamespace';
  readonly subjects: readonly object[];
  readonly resourceRules?: readonly object[];
  readonly nonResourceRules?: readonly object[];
}

const user = (name: string) => ({ kind: 'User', user: { name } });
const group = (name: string) => ({ kind: 'Group', group: { name } });
const SYSTEM_ACCOUNTS = { kind: 'ServiceAccount', serviceAccount: { namespace: 'kube-system', name: '*' } };
const EVERYBODY = [group(UNAUTHENTICATED), group(AUTHENTICATED)];
const COMPONENTS = ['kube-controller-manager', 'kube-scheduler'];

const resources = (verbs: readonly string[], apiGroups: readonly string[], names: readonly string[], clusterScope = false) => ({
  verbs,
  apiGroups,
  resources: names,
  ...(clusterScope ? { clusterScope } : {}),
  namespaces: ['*'],
});
const urls = (verbs: readonly string[], nonResourceURLs: readonly string[]) => ({ verbs, nonResourceURLs });
const EVERYTHING = { resourceRules: [resources(['*'], ['*'], ['*'], true)], nonResourceRules: [urls(['*'], ['*'])] };

const SCHEMAS: readonly Schema[] = [
  { name: 'catch-all', level: 'catch-all', precedence: 10_000, distinguisher: 'ByUser', subjects: EVERYBODY, ...EVERYTHING },
  { name: 'exempt', level: 'exempt', precedence: 1, subjects: [group(MASTERS)], ...EVERYTHING },
  { name: 'global-default', level: 'global-default', precedence: 9900, distinguisher: 'ByUser', subjects: EVERYBODY, ...EVERYTHING },
  ...COMPONENTS.map((name): Schema => ({
    name,
    level: 'workload-high',
    precedence: 800,
    distinguisher: 'ByNamespace',
    subjects: [user(`system:${name}`)],
    ...EVERYTHING,
  })),
  {
    name: 'kube-system-service-accounts',
    level: 'workload-high',
    precedence: 900,
    distinguisher: 'ByNamespace',
    subjects: [SYSTEM_ACCOUNTS],
    ...EVERYTHING,
  },
  {
    name: 'probes',
    level: 'exempt',
    precedence: 2,
    subjects: EVERYBODY,
    nonResourceRules: [urls(['get'], ['/healthz', '/readyz', '/livez'])],
  },
  {
    name: 'service-accounts',
    level: 'workload-low',
    precedence: 9000,
    distinguisher: 'ByUser',
    subjects: [group('system:serviceaccounts')],
    ...EVERYTHING,
  },
  {
    name: 'system-leader-election',
    level: 'leader-election',
    precedence: 100,
    distinguisher: 'ByUser',
    subjects: [...COMPONENTS.map((name) => user(`system:${name}`)), SYSTEM_ACCOUNTS],
    resourceRules: [resources(['get', 'create', 'update'], ['coordination.k8s.io'], ['leases'])],
  },
  {
    name: 'system-node-high',
    level: 'node-high',
    precedence: 400,
    distinguisher: 'ByUser',
    subjects: [group(NODES)],
    resourceRules: [resources(['*'], [''], ['nodes', 'nodes/status'], true), resources(['*'], ['coordination.k8s.io'], ['leases'])],
  },
  { name: 'system-nodes', level: 'system', precedence: 500, distinguisher: 'ByUser', subjects: [group(NODES)], ...EVERYTHING },
];

/** Name, spec and status of each; `now` in RFC 3339. */
export function flowSchemas(now: string): readonly { readonly name: string; readonly spec: object; readonly status: object }[] {
  return SCHEMAS.map(({ name, level, precedence, distinguisher, subjects, resourceRules, nonResourceRules }) => ({
    name,
    spec: {
      priorityLevelConfiguration: { name: level },
      matchingPrecedence: precedence,
      ...(distinguisher ? { distinguisherMethod: { type: distinguisher } } : {}),
      rules: [{ subjects, ...(resourceRules ? { resourceRules } : {}), ...(nonResourceRules ? { nonResourceRules } : {}) }],
    },
    status: {
      conditions: [
        {
          type: 'Dangling',
          status: 'False',
          lastTransitionTime: now,
          reason: 'Found',
          message: `This FlowSchema references the PriorityLevelConfiguration object named "${level}" and it exists`,
        },
      ],
    },
  }));
}
