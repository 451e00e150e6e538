/**
 * Fields that Go writes even when nobody set them, because their tags lack `omitempty` (k8s.io/api, 1.36): what a stored
 * object has there after a round trip through the API types. Required scalars are written as well.
 */
import type { FieldType, StructType } from './structure';

type Make = () => unknown;

const NULL: Make = () => null;
const EMPTY: Make = () => ({});
const TEXT: Make = () => '';
const CONDITION_TIMES: Readonly<Record<string, Make>> = { lastProbeTime: NULL, lastTransitionTime: NULL };

const OPTIONAL: Readonly<Record<string, Readonly<Record<string, Make>>>> = {
  'core.v1.PodCondition': CONDITION_TIMES,
  'core.v1.PersistentVolumeClaimCondition': CONDITION_TIMES,
  'batch.v1.JobCondition': CONDITION_TIMES,
  'core.v1.NodeCondition': { lastHeartbeatTime: NULL, lastTransitionTime: NULL },
  'apps.v1.DeploymentCondition': { lastUpdateTime: NULL, lastTransitionTime: NULL },
  'apps.v1.ReplicaSetCondition': { lastTransitionTime: NULL },
  'apps.v1.StatefulSetCondition': { lastTransitionTime: NULL },
  'apps.v1.DaemonSetCondition': { lastTransitionTime: NULL },
  'core.v1.ReplicationControllerCondition': { lastTransitionTime: NULL },
  'core.v1.NamespaceCondition': { lastTransitionTime: NULL },
  'meta.v1.Condition': { lastTransitionTime: NULL },
  'core.v1.ContainerStateTerminated': { startedAt: NULL, finishedAt: NULL },
  'core.v1.ContainerStateRunning': { startedAt: NULL },
  'core.v1.ContainerStatus': { state: EMPTY, lastState: EMPTY },
  'core.v1.ResourceFieldSelector': { divisor: () => '0' },
  'core.v1.TypedLocalObjectReference': { apiGroup: NULL },
  'core.v1.TypedObjectReference': { apiGroup: NULL },
  'core.v1.LimitRangeSpec': { limits: NULL },
  'apps.v1.StatefulSetSpec': { serviceName: TEXT },
  'discovery.v1.Endpoint': { conditions: EMPTY },
};
const SCALAR_ZEROS: Partial<Record<string, Make>> = { s: TEXT, i: () => 0, l: () => 0, b: () => false };
/** Left to defaulting and validation, which look for what the client gave. */
const EXEMPT = new Set([
  'apiVersion',
  'kind',
  'core.v1.ContainerPort.containerPort',
  'core.v1.ServicePort.port',
  'scheduling.v1.PriorityClass.value',
]);

const known = new Map<string, readonly (readonly [string, Make])[]>();

/** Fills what is missing in `object`, which is of that type. */
export function fillAlwaysWritten(type: StructType, object: Record<string, unknown>): void {
  for (const [name, make] of fillsOf(type)) {
    if (object[name] === undefined) {
      object[name] = make();
    }
  }
}

function fillsOf(type: StructType): readonly (readonly [string, Make])[] {
  let fills = known.get(type.name);
  if (!fills) {
    fills = [...Object.entries(OPTIONAL[type.name] ?? {}), ...[...type.fields].flatMap(([name, field]) => requiredZero(type, name, field))];
    known.set(type.name, fills);
  }
  return fills;
}

function requiredZero(type: StructType, name: string, field: FieldType): readonly (readonly [string, Make])[] {
  const make = field.scalar === undefined || field.wrappers !== '' ? undefined : SCALAR_ZEROS[field.scalar];
  const isExempt = type.name.startsWith('sim.') || EXEMPT.has(name) || EXEMPT.has(`${type.name}.${name}`);
  return field.required && make && !isExempt && (type.name === 'meta.v1.Condition' || !type.name.startsWith('meta.')) ? [[name, make]] : [];
}
