/** Names, ordinals and states of a StatefulSet's pods (source: pkg/controller/statefulset/stateful_set_utils.go, 1.36). */
import type { StatefulSet } from '../../resources/apps/statefulsets/types';
import type { Pod } from '../../resources/core/pods/types';
import { controllerRef } from '../controller-ref-manager';
import { isPodReady, readySinceMs } from '../pod-status';
import { STATEFUL_SETS } from '../resources';
import { claimName } from './claims';

const REVISION_LABEL = 'controller-revision-hash';
const POD_NAME_LABEL = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX_LABEL = 'apps.kubernetes.io/pod-index';

/** A set's template as of one revision. */
export interface Revised {
  readonly template: NonNullable<StatefulSet['spec']>['template'];
  readonly revision: string;
}

export function ordinalOf(pod: Pod): number {
  const match = /-(\d+)$/.exec(pod.metadata.name ?? '');
  return match ? Number(match[1]) : -1;
}

export function isMemberOf(set: StatefulSet, pod: Pod): boolean {
  return /^(.*)-\d+$/.exec(pod.metadata.name ?? '')?.[1] === set.metadata.name;
}

export function startOrdinal(set: StatefulSet): number {
  return set.spec?.ordinals?.start ?? 0;
}

export function desiredOf(set: StatefulSet): number {
  return set.spec?.replicas ?? 1;
}

export function isInRange(set: StatefulSet, pod: Pod): boolean {
  const index = ordinalOf(pod) - startOrdinal(set);
  return index >= 0 && index < desiredOf(set);
}

export function revisionOf(pod: Pod): string {
  return pod.metadata.labels?.[REVISION_LABEL] ?? '';
}

/** A pod that the API server hasn't seen yet has no phase. */
export function isCreated(pod: Pod): boolean {
  return pod.status?.phase !== undefined;
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

export function isRunningAndReady(pod: Pod): boolean {
  return pod.status?.phase === 'Running' && isPodReady(pod);
}

export function isAvailable(set: StatefulSet, pod: Pod, nowMs: number): boolean {
  const sinceMs = readySinceMs(pod);
  const minReadyMs = (set.spec?.minReadySeconds ?? 0) * 1000;
  return sinceMs !== undefined && (minReadyMs === 0 || sinceMs + minReadyMs <= nowMs);
}

export function identityMatches(set: StatefulSet, pod: Pod): boolean {
  return isMemberOf(set, pod) && pod.metadata.labels?.[POD_NAME_LABEL] === pod.metadata.name;
}

export function storageMatches(set: StatefulSet, pod: Pod): boolean {
  return (set.spec?.volumeClaimTemplates ?? []).every((template) => {
    const name = template.metadata?.name ?? '';
    const volume = pod.spec?.volumes?.find((one) => one.name === name);
    return volume?.persistentVolumeClaim?.claimName === claimName(set, name, ordinalOf(pod));
  });
}

/** The pod as it should be named and labelled, with its claims as volumes. */
export function withIdentity(set: StatefulSet, pod: Pod, ordinal: number): Pod {
  const name = `${set.metadata.name}-${ordinal}`;
  const labels = { ...pod.metadata.labels, [POD_NAME_LABEL]: name, [POD_INDEX_LABEL]: String(ordinal) };
  const templates = (set.spec?.volumeClaimTemplates ?? []).map((template) => template.metadata?.name ?? '');
  const claims = templates.map((template) => ({ name: template, persistentVolumeClaim: { claimName: claimName(set, template, ordinal) } }));
  const others = (pod.spec?.volumes ?? []).filter((volume) => !templates.includes(volume.name));
  const volumes = [...claims, ...others];
  const spec = { ...pod.spec, ...(volumes.length > 0 ? { volumes } : {}) };
  return { ...pod, metadata: { ...pod.metadata, name, labels }, spec } as Pod;
}

export function newPod(set: StatefulSet, { template, revision }: Revised, ordinal: number): Pod {
  const { labels, annotations, finalizers } = template?.metadata ?? {};
  const { name = '', namespace = '' } = set.metadata;
  const serviceName = set.spec?.serviceName;
  const metadata = {
    generateName: `${name}-`,
    namespace,
    labels: { ...labels, [REVISION_LABEL]: revision },
    ...(annotations ? { annotations } : {}),
    ...(finalizers?.length ? { finalizers } : {}),
    ownerReferences: [controllerRef({ ...STATEFUL_SETS, apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: set.metadata })],
  };
  const spec = { ...template?.spec, hostname: `${name}-${ordinal}`, ...(serviceName ? { subdomain: serviceName } : {}) };
  return withIdentity(set, { apiVersion: 'v1', kind: 'Pod', metadata, spec } as unknown as Pod, ordinal);
}
