/**
 * What the generated structure does not tell about the Go types behind it (k8s.io/api, 1.36): names of string types that
 * error texts mention, and which fields are left out of the JSON when empty.
 */
import type { FieldType } from './structure';

const PLAIN: Readonly<Record<string, string>> = {
  s: 'string',
  b: 'bool',
  i: 'int32',
  l: 'int64',
  d: 'float64',
  y: '[]uint8',
  q: 'resource.Quantity',
  t: 'v1.Time',
  T: 'v1.MicroTime',
  x: 'intstr.IntOrString',
  o: 'runtime.RawExtension',
};

/** Fields whose Go type is a string or map type of its own. */
const NAMED: Readonly<Record<string, string>> = {
  accessModes: '[]v1.PersistentVolumeAccessMode',
  completionMode: 'v1.CompletionMode',
  concurrencyPolicy: 'v1.ConcurrencyPolicy',
  dnsPolicy: 'v1.DNSPolicy',
  effect: 'v1.TaintEffect',
  externalTrafficPolicy: 'v1.ServiceExternalTrafficPolicy',
  hard: 'v1.ResourceList',
  imagePullPolicy: 'v1.PullPolicy',
  ipFamilies: '[]v1.IPFamily',
  limits: 'v1.ResourceList',
  pathType: 'v1.PathType',
  persistentVolumeReclaimPolicy: 'v1.PersistentVolumeReclaimPolicy',
  podManagementPolicy: 'v1.PodManagementPolicyType',
  policyTypes: '[]v1.PolicyType',
  preemptionPolicy: 'v1.PreemptionPolicy',
  protocol: 'v1.Protocol',
  requests: 'v1.ResourceList',
  'core.v1.PodSpec.restartPolicy': 'v1.RestartPolicy',
  'core.v1.Container.restartPolicy': 'v1.ContainerRestartPolicy',
  'core.v1.ServiceSpec.type': 'v1.ServiceType',
  'core.v1.Secret.type': 'v1.SecretType',
  'core.v1.Toleration.operator': 'v1.TolerationOperator',
  'apps.v1.DeploymentStrategy.type': 'v1.DeploymentStrategyType',
  sessionAffinity: 'v1.ServiceAffinity',
  terminationMessagePolicy: 'v1.TerminationMessagePolicy',
  volumeMode: 'v1.PersistentVolumeMode',
  whenUnsatisfiable: 'v1.UnsatisfiableConstraintAction',
};

/** Pointers to strings: "" is a value of its own. */
const POINTER_STRINGS = new Set([
  'storageClassName',
  'volumeAttributesClassName',
  'ingressClassName',
  'holderIdentity',
  'preferredHolder',
  'appProtocol',
  'runtimeClassName',
  'loadBalancerClass',
  'timeZone',
  'ipFamilyPolicy',
  'internalTrafficPolicy',
  'preemptionPolicy',
]);
const POINTER_FIELDS = new Set([
  'core.v1.EndpointAddress.nodeName',
  'core.v1.GRPCAction.service',
  'core.v1.TypedLocalObjectReference.apiGroup',
  'core.v1.TypedObjectReference.apiGroup',
  'discovery.v1.Endpoint.nodeName',
  'networking.v1.IngressClassParametersReference.apiGroup',
  'core.v1.HostPathVolumeSource.type',
  'discovery.v1.EndpointPort.name',
  'discovery.v1.Endpoint.hostname',
  'discovery.v1.Endpoint.zone',
  'core.v1.PodDNSConfigOption.value',
]);
/** Plain booleans and numbers: false and 0 are left out. All others are pointers or always written. */
const PLAIN_BOOLEANS = new Set([
  'hostNetwork',
  'hostPID',
  'hostIPC',
  'tty',
  'stdin',
  'stdinOnce',
  'readOnly',
  'publishNotReadyAddresses',
  'paused',
  'unschedulable',
  'globalDefault',
]);
const PLAIN_NUMBERS = new Set([
  'minReadySeconds',
  'hostPort',
  'nodePort',
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
  'healthCheckNodePort',
  'observedGeneration',
  'count',
  'readyReplicas',
  'availableReplicas',
  'updatedReplicas',
  'unavailableReplicas',
  'fullyLabeledReplicas',
  'currentReplicas',
  'updatedNumberScheduled',
  'numberAvailable',
  'numberUnavailable',
  'active',
  'succeeded',
  'failed',
  'generation',
]);
/** Lists and maps without omitempty. */
const KEPT_COLLECTIONS = new Set([
  'discovery.v1.EndpointSlice.endpoints',
  'discovery.v1.EndpointSlice.ports',
  'rbac.v1.Role.rules',
  'rbac.v1.ClusterRole.rules',
  'rbac.v1.PolicyRule.verbs',
  'autoscaling.v2.HorizontalPodAutoscalerStatus.currentMetrics',
]);
const COUNTED_KINDS = new Set([
  'core.v1.ClientIPConfig.timeoutSeconds',
  'apps.v1.StatefulSetStatus.availableReplicas',
  'autoscaling.v2.HorizontalPodAutoscalerStatus.currentReplicas',
]);

/** How an error text names the Go type of a field, inside `depth` of its lists and maps. */
export function goTypeName(field: FieldType, depth: number, owner: string, name: string): string {
  const special = NAMED[`${owner}.${name}`] ?? NAMED[name];
  if (special !== undefined && depth === 0 && (field.scalar === 's' || field.wrappers !== '')) {
    return special;
  }
  const wrappers = [...field.wrappers.slice(depth)].map((wrapper) => (wrapper === '[' ? '[]' : 'map[string]')).join('');
  return wrappers + (field.type === undefined ? (PLAIN[field.scalar as string] as string) : field.type.slice(field.type.indexOf('.') + 1));
}

/** Whether `omitempty` drops this empty value of the field `owner.name`. Structs are pointers or always written, so they stay. */
export function isOmittedWhenEmpty(owner: string, name: string, empty: unknown, required: boolean): boolean {
  const full = `${owner}.${name}`;
  if (typeof empty === 'string') {
    return !required && !POINTER_STRINGS.has(name) && !POINTER_FIELDS.has(full);
  }
  if (typeof empty === 'boolean') {
    return PLAIN_BOOLEANS.has(name) && !required;
  }
  if (typeof empty === 'number') {
    return PLAIN_NUMBERS.has(name) && !COUNTED_KINDS.has(full) && !required;
  }
  return false;
}

/** Whether an empty list or map of this field stays in the JSON. */
export function keepsEmptyCollection(owner: string, name: string): boolean {
  return KEPT_COLLECTIONS.has(`${owner}.${name}`);
}
