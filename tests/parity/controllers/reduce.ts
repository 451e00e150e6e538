/** What checkpoints and timelines show of an object: the README's sections "Checkpoints" and "Timeline", applied to our objects. */
import type { Json } from './scenario';

const METADATA = [
  'generateName',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
];
/** Endpoint lists longer than this are shown as their length only. */
export const ENDPOINTS_MAX = 12;

/** The reduced object of a checkpoint, still with its real names. */
export function reduceObject(kind: string, object: Json): Json {
  const metadata = reduceMetadata(object.metadata);
  const { spec = {}, status } = object;
  switch (kind) {
    case 'Pod':
      return { metadata, spec: podSpec(object), status: podStatus(status ?? {}) };
    case 'Deployment':
    case 'DaemonSet':
    case 'ReplicationController':
      return { metadata, spec: without(spec, 'template'), status };
    case 'CronJob':
      return {
        metadata,
        spec: without(spec, 'jobTemplate'),
        status: status?.active ? { ...status, active: status.active.map((one: Json) => without(one, 'resourceVersion')) } : status,
      };
    case 'ReplicaSet':
    case 'Job':
      return { metadata, spec: { ...without(spec, 'template'), templateLabels: spec.template?.metadata?.labels }, status };
    case 'StatefulSet':
      return {
        metadata,
        spec: { ...without(spec, 'template'), volumeClaimTemplates: spec.volumeClaimTemplates?.map((one: Json) => one.metadata.name) },
        status,
      };
    case 'Node':
      return {
        metadata,
        spec: { taints: spec.taints, unschedulable: spec.unschedulable, podCIDR: spec.podCIDR ? '<set>' : undefined },
        status: { conditions: status?.conditions?.map((one: Json) => without(one, 'lastHeartbeatTime')) },
      };
    case 'Secret':
      return { metadata, type: object.type, keys: keysOf(object) };
    case 'ConfigMap':
      return { metadata, keys: keysOf(object) };
    case 'ControllerRevision':
      return { metadata, revision: object.revision };
    case 'ClusterRole':
      return { metadata, rules: object.rules?.length ? object.rules : null, aggregationRule: object.aggregationRule ?? null };
    case 'ServiceAccount':
      return { ...without(object, 'apiVersion', 'kind'), metadata, secrets: object.secrets ?? null };
    case 'EndpointSlice':
      return {
        ...without(object, 'apiVersion', 'kind'),
        metadata,
        endpoints: object.endpoints?.length ? counted(object.endpoints) : null,
        ports: object.ports?.length ? object.ports : null,
      };
    case 'Endpoints':
      return { metadata, subsets: object.subsets?.length ? object.subsets : null };
    default:
      return { ...without(object, 'apiVersion', 'kind'), metadata };
  }
}

/** Orders endpoints by their target's masked name, as the recording does; to be applied after masking. */
export function sortEndpoints(kind: string, reduced: Json): Json {
  if (kind === 'EndpointSlice' && Array.isArray(reduced.endpoints)) return { ...reduced, endpoints: byTarget(reduced.endpoints) };
  if (kind !== 'Endpoints' || !Array.isArray(reduced.subsets)) return reduced;
  const list = (addresses: Json): Json => (Array.isArray(addresses) ? counted(byTarget(addresses)) : addresses);
  return {
    ...reduced,
    subsets: reduced.subsets.map((subset: Json) => ({
      ...subset,
      ...(subset.addresses ? { addresses: list(subset.addresses) } : {}),
      ...(subset.notReadyAddresses ? { notReadyAddresses: list(subset.notReadyAddresses) } : {}),
    })),
  };
}

function podSpec({ metadata, spec }: Json): Json {
  const fields = ['nodeName', 'hostname', 'subdomain', 'schedulingGates'];
  if (metadata.ownerReferences?.some((one: Json) => one.kind === 'DaemonSet')) fields.push('tolerations', 'affinity');
  return pick(spec, fields);
}

function podStatus(status: Json): Json {
  return {
    ...pick(status, ['phase', 'reason', 'message']),
    conditions: status.conditions?.map((one: Json) => without(one, 'lastProbeTime')),
    containerStatuses: status.containerStatuses?.map(({ name, ready, restartCount, state }: Json) => {
      const [kind, detail] = (Object.entries(state ?? {})[0] ?? []) as [string, Json];
      return { name, ready, restartCount, state: kind, exitCode: detail?.exitCode, reason: detail?.reason };
    }),
  };
}

function reduceMetadata(metadata: Json): Json {
  const kept = pick(metadata, METADATA);
  const annotations = Object.fromEntries(
    Object.entries(kept.annotations ?? {}).filter(
      ([key]) => !key.startsWith('emu/') && key !== 'kubectl.kubernetes.io/last-applied-configuration',
    ),
  );
  const { annotations: _, ...rest } = kept;
  return Object.keys(annotations).length ? { ...rest, annotations } : rest;
}

export function keysOf(object: Json): string[] {
  return [...Object.keys(object.data ?? {}), ...Object.keys(object.binaryData ?? {})].sort();
}

function counted(list: Json): Json {
  return Array.isArray(list) && list.length > ENDPOINTS_MAX ? { count: list.length } : list;
}

function byTarget(list: Json[]): Json[] {
  const key = (one: Json): string => one.targetRef?.name ?? one.addresses?.[0] ?? one.ip ?? '';
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function pick(object: Json, fields: readonly string[]): Json {
  return Object.fromEntries(fields.filter((field) => object[field] !== undefined).map((field) => [field, object[field]]));
}

function without(object: Json, ...fields: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}
