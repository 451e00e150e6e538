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
const ENDPOINTS_MAX = 12;

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
      return { metadata, spec: without(spec, 'jobTemplate'), status };
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

/** The small state that the timeline follows; absent, zero, empty and false are one. */
export function timelineState(kind: string, object: Json): Record<string, Json> {
  const { metadata, spec = {}, status = {} } = object;
  const state: Record<string, Json> = {
    deleting: metadata.deletionTimestamp !== undefined,
    finalizers: [...(metadata.finalizers ?? [])].sort(),
  };
  const owner = metadata.ownerReferences?.map((one: Json) => `${one.kind}/${one.name}`);
  const annotations = metadata.annotations ?? {};
  const conditions = (): void => {
    for (const one of status.conditions ?? []) state[`conditions.${one.type}`] = `${one.status}/${one.reason ?? ''}`;
  };
  const numbers = (): void => {
    for (const [field, value] of Object.entries(status)) if (typeof value === 'number') state[field] = value;
  };
  switch (kind) {
    case 'Deployment':
      Object.assign(state, {
        generation: metadata.generation,
        rev: annotations['deployment.kubernetes.io/revision'],
        specReplicas: spec.replicas,
        paused: spec.paused,
      });
      numbers();
      conditions();
      break;
    case 'ReplicaSet':
    case 'ReplicationController':
      Object.assign(state, {
        specReplicas: spec.replicas,
        rev: annotations['deployment.kubernetes.io/revision'],
        desiredAnn: annotations['deployment.kubernetes.io/desired-replicas'],
        maxAnn: annotations['deployment.kubernetes.io/max-replicas'],
        owner,
      });
      numbers();
      conditions();
      break;
    case 'StatefulSet':
    case 'DaemonSet':
      Object.assign(state, {
        generation: metadata.generation,
        specReplicas: spec.replicas,
        currentRevision: status.currentRevision,
        updateRevision: status.updateRevision,
      });
      numbers();
      conditions();
      break;
    case 'Pod':
      Object.assign(state, podState(object), { owner });
      break;
    case 'Job':
      Object.assign(state, {
        suspend: spec.suspend,
        started: status.startTime !== undefined,
        completed: status.completionTime !== undefined,
        parallelism: spec.parallelism,
        completedIndexes: status.completedIndexes,
        failedIndexes: status.failedIndexes,
        uncounted: [status.uncountedTerminatedPods?.succeeded?.length ?? 0, status.uncountedTerminatedPods?.failed?.length ?? 0],
        owner,
      });
      if (state.uncounted.every((count: number) => count === 0)) state.uncounted = undefined;
      numbers();
      conditions();
      break;
    case 'CronJob':
      Object.assign(state, {
        active: status.active?.map((one: Json) => one.name),
        lastSchedule: status.lastScheduleTime,
        lastSuccess: status.lastSuccessfulTime !== undefined,
        suspend: spec.suspend,
      });
      break;
    case 'HorizontalPodAutoscaler':
      Object.assign(state, {
        currentReplicas: status.currentReplicas,
        desiredReplicas: status.desiredReplicas,
        observedGeneration: status.observedGeneration,
        metrics: status.currentMetrics?.map(
          (one: Json) => (Object.values(one).find((value) => typeof value === 'object') as Json)?.current ?? null,
        ),
        scaled: status.lastScaleTime !== undefined,
      });
      conditions();
      break;
    case 'PodDisruptionBudget':
      numbers();
      conditions();
      state.disruptedPods = Object.keys(status.disruptedPods ?? {}).length;
      break;
    case 'EndpointSlice':
      Object.assign(state, {
        service: metadata.labels?.['kubernetes.io/service-name'],
        addressType: object.addressType,
        ports: object.ports,
        endpoints: sliceState(object.endpoints ?? []),
      });
      break;
    case 'Endpoints':
      state.subsets = (object.subsets ?? []).map((subset: Json) => ({
        ready: names(subset.addresses),
        notReady: names(subset.notReadyAddresses),
        ports: subset.ports?.map(({ name, port, protocol }: Json) => ({ name, port, protocol })),
      }));
      break;
    case 'Service':
      Object.assign(state, { type: spec.type, lb: status.loadBalancer?.ingress });
      break;
    case 'Node':
      Object.assign(state, {
        taints: (spec.taints ?? []).map(taintText).sort(),
        unschedulable: spec.unschedulable,
        podCIDR: spec.podCIDR !== undefined,
      });
      for (const [label, value] of Object.entries(metadata.labels ?? {}))
        if (label.startsWith('topology.')) state[`labels.${label}`] = value;
      conditions();
      break;
    case 'Namespace':
      Object.assign(state, { phase: status.phase, specFinalizers: spec.finalizers });
      conditions();
      break;
    case 'PersistentVolumeClaim':
      Object.assign(state, {
        phase: status.phase,
        volumeName: spec.volumeName,
        storageClass: spec.storageClassName,
        annotations: Object.keys(annotations).sort(),
        owner,
      });
      break;
    case 'PersistentVolume':
      Object.assign(state, {
        phase: status.phase,
        claim: spec.claimRef?.name,
        claimUid: spec.claimRef?.uid !== undefined,
        annotations: Object.keys(annotations).sort(),
        reason: status.reason,
      });
      break;
    case 'ResourceQuota':
      Object.assign(state, { hard: status.hard, used: status.used });
      break;
    case 'ControllerRevision':
      Object.assign(state, { revision: object.revision, owner });
      break;
    case 'Secret':
      Object.assign(state, { type: object.type, keys: keysOf(object) });
      break;
    case 'ConfigMap':
      Object.assign(state, { keys: keysOf(object), owner });
      break;
    case 'ClusterRole':
      state.rules = object.rules?.length;
      break;
    case 'CertificateSigningRequest':
      state.certificate = status.certificate !== undefined;
      conditions();
      break;
    case 'ResourceClaim':
      Object.assign(state, {
        allocated: status.allocation !== undefined,
        reservedFor: status.reservedFor?.map((one: Json) => one.name),
        owner,
      });
      break;
    default:
  }
  return state;
}

function podState({ spec, status = {} }: Json): Record<string, Json> {
  const condition = (type: string): Json => status.conditions?.find((one: Json) => one.type === type);
  const scheduled = spec.nodeName !== undefined && spec.nodeName !== '';
  return {
    phase: status.phase,
    reason: status.reason,
    scheduled,
    ready: condition('Ready')?.status,
    DisruptionTarget: condition('DisruptionTarget')?.reason,
    PodScheduled: scheduled ? undefined : condition('PodScheduled')?.reason,
    restarts: (status.containerStatuses ?? []).reduce((sum: number, one: Json) => sum + one.restartCount, 0),
  };
}

function sliceState(endpoints: Json[]): Json {
  if (endpoints.length > ENDPOINTS_MAX) return { count: endpoints.length, ready: endpoints.filter((one) => one.conditions?.ready).length };
  const bit = (value: boolean | undefined): string => (value === undefined ? '-' : value ? '1' : '0');
  return endpoints.map(({ targetRef, addresses, conditions = {}, hints }) => ({
    target: targetRef?.name ?? addresses?.[0],
    c: `${bit(conditions.ready)}${bit(conditions.serving)}${bit(conditions.terminating)}`,
    ...(hints ? { hints } : {}),
  }));
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

function keysOf(object: Json): string[] {
  return [...Object.keys(object.data ?? {}), ...Object.keys(object.binaryData ?? {})].sort();
}

function names(addresses: Json[] | undefined): Json {
  if (addresses && addresses.length > ENDPOINTS_MAX) return addresses.length;
  return (addresses ?? []).map((one) => one.targetRef?.name ?? one.ip);
}

function counted(list: Json): Json {
  return Array.isArray(list) && list.length > ENDPOINTS_MAX ? { count: list.length } : list;
}

function byTarget(list: Json[]): Json[] {
  const key = (one: Json): string => one.targetRef?.name ?? one.addresses?.[0] ?? one.ip ?? '';
  return [...list].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function taintText({ key, value, effect }: Json): string {
  return `${key}${value ? `=${value}` : ''}:${effect}`;
}

function pick(object: Json, fields: readonly string[]): Json {
  return Object.fromEntries(fields.filter((field) => object[field] !== undefined).map((field) => [field, object[field]]));
}

function without(object: Json, ...fields: readonly string[]): Json {
  return Object.fromEntries(Object.entries(object).filter(([field]) => !fields.includes(field)));
}
