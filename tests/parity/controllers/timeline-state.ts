/** The fields that timelines follow: the README's section "Timeline", applied to our objects. */
import { ENDPOINTS_MAX, keysOf } from './reduce';
import type { Json } from './scenario';

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

function names(addresses: Json[] | undefined): Json {
  if (addresses && addresses.length > ENDPOINTS_MAX) return addresses.length;
  return (addresses ?? []).map((one) => one.targetRef?.name ?? one.ip);
}

function taintText({ key, value, effect }: Json): string {
  return `${key}${value ? `=${value}` : ''}:${effect}`;
}
