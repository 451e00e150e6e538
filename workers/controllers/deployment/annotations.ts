/** The annotations that a Deployment keeps on its ReplicaSets and itself (source: deployment/util/deployment_util.go, 1.36). */
import type { Deployment } from '../../resources/apps/deployments/types';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
export const ROLLBACK_TO = 'deprecated.deployment.rollback.to';

/** Length of the list of past revisions, about a hundred of them. */
const HISTORY_CHARACTERS_MAX = 2000;
const INT32_MAX = 2 ** 31 - 1;
const NOT_COPIED = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  ROLLBACK_TO,
]);

export type Annotations = Readonly<Record<string, string>>;

/** A revision annotation's number: 0 where it is absent, undefined where it is no number. */
export function revisionOf(object: ReplicaSet | Deployment): number | undefined {
  const text = object.metadata.annotations?.[REVISION];
  if (text === undefined) return 0;
  return /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
}

export function maxRevision(replicaSets: readonly ReplicaSet[]): number {
  return Math.max(0, ...replicaSets.map((replicaSet) => revisionOf(replicaSet) ?? 0));
}

/** A non-negative int32 annotation; undefined where it is absent or anything else. */
export function replicasAnnotation(replicaSet: ReplicaSet, name: string): number | undefined {
  const text = replicaSet.metadata.annotations?.[name];
  if (text === undefined || !/^\d+$/.test(text) || Number(text) > INT32_MAX) return undefined;
  return Number(text);
}

export function replicasAnnotations(desired: number, limit: number): Annotations {
  return { [DESIRED_REPLICAS]: String(desired), [MAX_REPLICAS]: String(limit) };
}

/** The ones that pass from a Deployment to its ReplicaSet and, in a rollback, the other way. */
export function copiedAnnotations(annotations: Annotations | undefined): Annotations {
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => !NOT_COPIED.has(name)));
}

/** The ones that stay with a Deployment when it is rolled back. */
export function keptAnnotations(annotations: Annotations | undefined): Annotations {
  return Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => NOT_COPIED.has(name)));
}

/**
 * Annotations of the new ReplicaSet: the Deployment's, and revision `revision` if that is more than it has. A ReplicaSet
 * that becomes the new one again remembers the revisions it had.
 */
export function newReplicaSetAnnotations(deployment: Deployment, before: Annotations, revision: number): Annotations {
  const annotations = { ...before, ...copiedAnnotations(deployment.metadata.annotations) };
  const text = before[REVISION];
  if (text && !/^[+-]?\d+$/.test(text)) return annotations;
  if (Number(text ?? 0) >= revision) return annotations;
  const history = text === undefined ? undefined : appendHistory(before[REVISION_HISTORY] ?? '', text);
  return { ...annotations, [REVISION]: String(revision), ...(history === undefined ? {} : { [REVISION_HISTORY]: history }) };
}

function appendHistory(history: string, revision: string): string | undefined {
  if (history === '' || history.startsWith(',')) return revision;
  const revisions = history.split(',');
  let length = history.length + revision.length + 1;
  while (length > HISTORY_CHARACTERS_MAX && revisions.length > 0) length -= (revisions.shift() as string).length + 1;
  return length <= HISTORY_CHARACTERS_MAX ? [...revisions, revision].join(',') : undefined;
}

export function sameAnnotations(a: Annotations | undefined, b: Annotations): boolean {
  const before = a ?? {};
  return Object.keys(before).length === Object.keys(b).length && Object.entries(b).every(([name, value]) => before[name] === value);
}
