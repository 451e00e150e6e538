/**
 * How lists and maps merge: patchMergeKey and patchStrategy of strategic merge patches, list-map keys of server-side apply
 * (source: struct tags and markers in k8s.io/api and k8s.io/apimachinery types, 1.36).
 */
import { SCALAR_ZEROS } from './go-types';
import { typeNamed } from './structure';
import type { StructType } from './structure';

export interface PatchMeta {
  /** The structured type of the value, or of the items of the list or map. */
  readonly type?: StructType;
  readonly isList: boolean;
  readonly isMap: boolean;
  /** "merge", "retainKeys", "replace"; empty: lists are replaced, maps merged. */
  readonly strategies: readonly ('merge' | 'retainKeys' | 'replace')[];
  readonly mergeKey?: string;
  /** For server-side apply. Lists are atomic, maps and structs granular unless told otherwise. */
  readonly listType: 'atomic' | 'set' | 'map';
  readonly listMapKeys: readonly string[];
  /** Of keys that items may leave out. */
  readonly keyDefaults?: Readonly<Record<string, unknown>>;
  readonly atomicMap: boolean;
  /** The items of the list or map are structs that server-side apply treats as one value each. */
  readonly atomicItems?: boolean;
  /** The map's values may be anything: ownership follows what they are. */
  readonly open?: boolean;
}

type Entry = {
  readonly keys?: readonly string[];
  readonly key?: string;
  readonly set?: true;
  readonly merge?: true;
  readonly retain?: true;
  readonly replace?: true;
  readonly atomic?: boolean;
  readonly list?: 'atomic';
};

const byKey = (...keys: string[]): Entry => ({ keys, key: keys[0] as string, merge: true });
const CONDITIONS = byKey('type');
const SET: Entry = { set: true };
const CONTAINER: Readonly<Record<string, Entry>> = {
  env: byKey('name'),
  ports: byKey('containerPort', 'protocol'),
  volumeDevices: byKey('devicePath'),
  volumeMounts: byKey('mountPath'),
};

const TABLE: Readonly<Record<string, Readonly<Record<string, Entry>>>> = {
  'meta.v1.ObjectMeta': { finalizers: { set: true, merge: true }, ownerReferences: byKey('uid') },
  'core.v1.Container': CONTAINER,
  'core.v1.EphemeralContainer': CONTAINER,
  'core.v1.ResourceRequirements': { claims: { keys: ['name'] } },
  'core.v1.ContainerStatus': { allocatedResourcesStatus: byKey('name'), volumeMounts: byKey('mountPath') },
  'core.v1.ResourceStatus': { resources: { keys: ['resourceID'] } },
  'core.v1.ContainerRestartRuleOnExitCodes': { values: { set: true } },
  'core.v1.NamespaceStatus': { conditions: CONDITIONS },
  'core.v1.NodeSpec': { podCIDRs: { set: true, merge: true } },
  'core.v1.NodeStatus': { addresses: byKey('type'), conditions: CONDITIONS },
  'core.v1.NodeAllocatableResourceClaimStatus': { containers: { set: true } },
  'core.v1.PersistentVolumeClaimStatus': { conditions: CONDITIONS },
  'core.v1.PersistentVolumeSpec': { claimRef: { atomic: false } },
  'core.v1.PodSpec': {
    containers: byKey('name'),
    ephemeralContainers: byKey('name'),
    hostAliases: byKey('ip'),
    imagePullSecrets: byKey('name'),
    initContainers: byKey('name'),
    nodeSelector: { atomic: true },
    resourceClaims: { ...byKey('name'), retain: true },
    schedulingGates: byKey('name'),
    topologySpreadConstraints: byKey('topologyKey', 'whenUnsatisfiable'),
    volumes: { ...byKey('name'), retain: true },
  },
  'core.v1.PodStatus': {
    conditions: CONDITIONS,
    hostIPs: { list: 'atomic', key: 'ip', merge: true },
    podIPs: byKey('ip'),
    resourceClaimStatuses: { ...byKey('name'), retain: true },
  },
  'core.v1.ReplicationControllerSpec': { selector: { atomic: true } },
  'core.v1.ReplicationControllerStatus': { conditions: CONDITIONS },
  'core.v1.ServiceAccount': { secrets: byKey('name') },
  'core.v1.ServiceSpec': { ports: byKey('port', 'protocol'), selector: { atomic: true } },
  'core.v1.ServiceStatus': { conditions: CONDITIONS },
  'admissionregistration.v1.MutatingAdmissionPolicySpec': { matchConditions: byKey('name') },
  'admissionregistration.v1.MutatingWebhook': { matchConditions: byKey('name') },
  'admissionregistration.v1.MutatingWebhookConfiguration': { webhooks: byKey('name') },
  'admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec': { validationActions: { set: true } },
  'admissionregistration.v1.ValidatingAdmissionPolicySpec': { matchConditions: byKey('name'), variables: byKey('name') },
  'admissionregistration.v1.ValidatingAdmissionPolicyStatus': { conditions: { keys: ['type'] } },
  'admissionregistration.v1.ValidatingWebhook': { matchConditions: byKey('name') },
  'admissionregistration.v1.ValidatingWebhookConfiguration': { webhooks: byKey('name') },
  'apiextensions.v1.CustomResourceDefinitionStatus': { conditions: { keys: ['type'] } },
  'apps.v1.DaemonSetStatus': { conditions: CONDITIONS },
  'apps.v1.DeploymentSpec': { strategy: { retain: true } },
  'apps.v1.DeploymentStatus': { conditions: CONDITIONS },
  'apps.v1.ReplicaSetStatus': { conditions: CONDITIONS },
  'apps.v1.StatefulSetStatus': { conditions: CONDITIONS },
  'autoscaling.v2.HorizontalPodAutoscalerStatus': { conditions: CONDITIONS },
  'batch.v1.JobStatus': { conditions: { list: 'atomic', key: 'type', merge: true } },
  'batch.v1.PodFailurePolicyOnExitCodesRequirement': { values: { set: true } },
  'batch.v1.UncountedTerminatedPods': { failed: { set: true }, succeeded: { set: true } },
  'certificates.v1.CertificateSigningRequestStatus': { conditions: { keys: ['type'] } },
  'flowcontrol.v1.FlowSchemaStatus': { conditions: CONDITIONS },
  'flowcontrol.v1.NonResourcePolicyRule': { nonResourceURLs: SET, verbs: SET },
  'flowcontrol.v1.PriorityLevelConfigurationStatus': { conditions: CONDITIONS },
  'flowcontrol.v1.ResourcePolicyRule': { apiGroups: SET, namespaces: SET, resources: SET, verbs: SET },
  'networking.v1.ServiceCIDRStatus': { conditions: CONDITIONS },
  'resource.v1.AllocatedDeviceStatus': { conditions: { keys: ['type'] } },
  'resource.v1.ResourceClaimStatus': { devices: { keys: ['driver', 'device', 'pool', 'shareID'] }, reservedFor: byKey('uid') },
  'apiregistration.v1.APIServiceStatus': { conditions: CONDITIONS },
  'discovery.v1.Endpoint': { addresses: { set: true } },
  'storage.v1.CSIDriverSpec': { volumeLifecycleModes: { set: true } },
  'storage.v1.CSINodeSpec': { drivers: byKey('name') },
  'policy.v1.PodDisruptionBudgetSpec': { selector: { replace: true } },
  'node.v1.Scheduling': { nodeSelector: { atomic: true } },
  'policy.v1.PodDisruptionBudgetStatus': { conditions: CONDITIONS },
};

/** Structs that server-side apply treats as one value (`+structType=atomic`, `+mapType=atomic`). */
const ATOMIC_TYPES = new Set([
  'meta.v1.LabelSelector',
  'meta.v1.OwnerReference',
  'admissionregistration.v1.MatchResources',
  'admissionregistration.v1.NamedRuleWithOperations',
  'admissionregistration.v1.ParamKind',
  'admissionregistration.v1.ParamRef',
  'admissionregistration.v1.Variable',
  'autoscaling.v1.CrossVersionObjectReference',
  'core.v1.ConfigMapKeySelector',
  'core.v1.EndpointAddress',
  'core.v1.EndpointPort',
  'core.v1.FileKeySelector',
  'core.v1.LocalObjectReference',
  'core.v1.NodeSelector',
  'core.v1.NodeSelectorTerm',
  'core.v1.ObjectFieldSelector',
  'core.v1.ObjectReference',
  'core.v1.ResourceFieldSelector',
  'core.v1.ScopeSelector',
  'core.v1.SecretKeySelector',
  'core.v1.SecretReference',
  'core.v1.TopologySelectorTerm',
  'core.v1.TypedLocalObjectReference',
  'discovery.v1.EndpointPort',
  'networking.v1.ServiceBackendPort',
  'rbac.v1.RoleRef',
  'rbac.v1.Subject',
]);

export function isAtomicType(name: string): boolean {
  return ATOMIC_TYPES.has(name);
}

const PLAIN_VALUE: PatchMeta = { isList: false, isMap: false, strategies: [], listType: 'atomic', listMapKeys: [], atomicMap: false };
const known = new Map<string, PatchMeta>();

/** undefined for a field the type does not have. Start from `typeOfKind` and follow `type`. */
export function patchMeta(owner: StructType, field: string): PatchMeta | undefined {
  if (owner.members) {
    return owner.members.get(field);
  }
  const declared = owner.fields.get(field);
  if (!declared) {
    return undefined;
  }
  const key = `${owner.name}.${field}`;
  const remembered = known.get(key);
  if (remembered) {
    return remembered;
  }
  const entry = TABLE[owner.name]?.[field] ?? {};
  const isList = declared.wrappers.startsWith('[');
  const meta: PatchMeta = {
    ...PLAIN_VALUE,
    ...(declared.type === undefined ? {} : { type: typeNamed(declared.type) }),
    isList,
    isMap: declared.wrappers.startsWith('{'),
    strategies: [
      ...(entry.merge ? (['merge'] as const) : []),
      ...(entry.retain ? (['retainKeys'] as const) : []),
      ...(entry.replace ? (['replace'] as const) : []),
    ],
    ...(entry.key ? { mergeKey: entry.key } : {}),
    listType: entry.list ?? (entry.set ? 'set' : entry.keys ? 'map' : 'atomic'),
    listMapKeys: entry.list ? [] : (entry.keys ?? []),
    ...(entry.keys && declared.type !== undefined ? { keyDefaults: keyDefaults(typeNamed(declared.type), entry.keys) } : {}),
    ...(declared.wrappers !== '' && declared.type !== undefined && ATOMIC_TYPES.has(declared.type) ? { atomicItems: true } : {}),
    atomicMap: entry.atomic ?? (!isList && declared.wrappers === '' && declared.type !== undefined && ATOMIC_TYPES.has(declared.type)),
  };
  known.set(key, meta);
  return meta;
}

/** Keys that are required are empty where they are missing; few others have a default. */
function keyDefaults(type: StructType, keys: readonly string[]): Readonly<Record<string, unknown>> {
  const defaults = keys.map((key) => {
    const field = type.fields.get(key);
    if (key === 'protocol') return [key, 'TCP'] as const;
    const isGiven = field?.required || type.name === 'core.v1.LocalObjectReference';
    return [key, isGiven ? SCALAR_ZEROS[field?.scalar ?? 'o'] : undefined] as const;
  });
  return Object.fromEntries(defaults.filter(([, value]) => value !== undefined));
}
