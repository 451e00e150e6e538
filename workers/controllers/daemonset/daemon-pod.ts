/** The pod that a DaemonSet wants on a node (source: pkg/controller/daemon/util/daemonset_util.go, 1.36). */
import type { ApiRequest } from '../../api/request';
import type { DaemonSet } from '../../resources/apps/daemonsets/types';
import type { Pod } from '../../resources/core/pods/types';
import { controllerRef } from '../controller-ref-manager';
import { DAEMON_SETS, PODS } from '../resources';

export const HASH_LABEL = 'controller-revision-hash';
export const TEMPLATE_GENERATION_ANNOTATION = 'deprecated.daemonset.template.generation';
const GENERATION_LABEL = 'pod-template-generation';

type Toleration = NonNullable<NonNullable<Pod['spec']>['tolerations']>[number];

/** Daemon pods stay on nodes in trouble, and go to nodes that ordinary pods keep away from. */
const DAEMON_TOLERATIONS: readonly Toleration[] = [
  { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' },
  { key: 'node.kubernetes.io/disk-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/pid-pressure', operator: 'Exists', effect: 'NoSchedule' },
  { key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' },
];
const HOST_NETWORK_TOLERATION: Toleration = { key: 'node.kubernetes.io/network-unavailable', operator: 'Exists', effect: 'NoSchedule' };

export function daemonTolerations(set: DaemonSet): Toleration[] {
  const spec = set.spec?.template.spec;
  const tolerations = [...(spec?.tolerations ?? [])];
  for (const wanted of [...DAEMON_TOLERATIONS, ...(spec?.hostNetwork ? [HOST_NETWORK_TOLERATION] : [])]) {
    const same = tolerations.findIndex(
      (one) => one.key === wanted.key && one.effect === wanted.effect && one.operator === wanted.operator && (one.value ?? '') === '',
    );
    if (same < 0) tolerations.push(wanted);
    else tolerations[same] = wanted;
  }
  return tolerations;
}

export function createRequest(set: DaemonSet, node: string, hash: string): ApiRequest {
  const { namespace = '', name = '', annotations } = set.metadata;
  const { metadata, spec } = set.spec?.template ?? {};
  const generation = annotations?.[TEMPLATE_GENERATION_ANNOTATION];
  const labels = { ...metadata?.labels, ...(generation === undefined ? {} : { [GENERATION_LABEL]: generation }), [HASH_LABEL]: hash };
  const body = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `${name}-`,
      namespace,
      labels,
      ...(metadata?.annotations ? { annotations: metadata.annotations } : {}),
      ...(metadata?.finalizers?.length ? { finalizers: metadata.finalizers } : {}),
      ownerReferences: [controllerRef({ ...DAEMON_SETS, apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: set.metadata })],
    },
    spec: { ...spec, tolerations: daemonTolerations(set), affinity: pinned(spec?.affinity, node) },
  };
  return { ...PODS, verb: 'create', namespace, body };
}

/** Whether a pod was made from the current template. */
export function isCurrent(pod: Pod, set: DaemonSet, hash: string): boolean {
  const { labels } = pod.metadata;
  const generation = set.metadata.annotations?.[TEMPLATE_GENERATION_ANNOTATION];
  return (generation !== undefined && labels?.[GENERATION_LABEL] === generation) || (hash !== '' && labels?.[HASH_LABEL] === hash);
}

/** The node that a daemon pod is on, or meant for. */
export function targetNode(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  for (const term of terms)
    for (const { key, operator, values } of term.matchFields ?? [])
      if (key === 'metadata.name' && operator === 'In' && values?.length === 1) return values[0];
  return undefined;
}

function pinned(affinity: NonNullable<Pod['spec']>['affinity'], node: string): object {
  const required = { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }] };
  return { ...affinity, nodeAffinity: { ...affinity?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: required } };
}
