/** Which revisions are current and being updated to; makes, renumbers and forgets them (source: stateful_set_control.go, 1.36). */
import { matches, selectorFrom } from '../../api/labels';
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply } from '../../api/request';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import type { ControllerRevision } from '../../resources/apps/controllerrevisions/types';
import type { StatefulSet } from '../../resources/apps/statefulsets/types';
import type { Pod } from '../../resources/core/pods/types';
import { controlledBy, orphansIn } from '../controller-index';
import { claim, controllerRef } from '../controller-ref-manager';
import { CONTROLLER_REVISIONS, STATEFUL_SETS } from '../resources';
import { revisionOf } from './identity';
import { byRevision, newRevision, patchOf, patchText } from './revisions';
import type { StatefulSetContext } from './stateful-set-context';

export interface History {
  readonly current: ControllerRevision;
  readonly update: ControllerRevision;
  readonly collisionCount: number;
  /** All of them, oldest first. */
  readonly revisions: readonly ControllerRevision[];
}

export function ownerOf(set: StatefulSet) {
  return { ...STATEFUL_SETS, apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: set.metadata };
}

export function* findRevisions(
  { revisions: cache }: StatefulSetContext,
  set: StatefulSet,
): Script<History | { readonly failure: ApiReply }> {
  const { uid = '', namespace = '' } = set.metadata;
  const selector = selectorFrom(set.spec?.selector);
  const orphans = orphansIn(cache, namespace).filter(({ metadata }) => matches(selector, metadata.labels));
  const { claimed, failure } = yield* claim(ownerOf(set), selector, [...controlledBy(cache, uid), ...orphans], CONTROLLER_REVISIONS);
  if (failure) return { failure };
  const revisions = claimed.toSorted(byRevision);
  const wanted = patchText(patchOf(set));
  const equal = revisions.findLast(({ data }) => patchText(data) === wanted);
  const last = revisions.at(-1);
  const next = (last?.revision ?? 0) + 1;
  const before = set.status?.collisionCount ?? 0;
  const result = equal === undefined ? yield* create(set, next, before) : { revision: equal, collisionCount: before };
  if ('failure' in result) return result;
  let { revision: update } = result;
  if (equal && equal !== last) {
    const renumbered = yield* renumber(equal, next);
    if (isFailure(renumbered)) return { failure: renumbered };
    update = renumbered.body as ControllerRevision;
  }
  const current = revisions.find(({ metadata }) => metadata.name === set.status?.currentRevision) ?? update;
  return { current, update, collisionCount: result.collisionCount, revisions };
}

/** A name that another revision has means another collision count, until one is free. */
function* create(
  set: StatefulSet,
  number: number,
  collisionsBefore: number,
): Script<{ readonly revision: ControllerRevision; readonly collisionCount: number } | { readonly failure: ApiReply }> {
  for (let collisionCount = collisionsBefore; ; collisionCount++) {
    const draft = newRevision(set, number, collisionCount, controllerRef(ownerOf(set)));
    const { name = '', namespace = '' } = draft.metadata;
    const reply = yield* send({ verb: 'create', ...CONTROLLER_REVISIONS, namespace, body: draft });
    if (!isFailure(reply)) return { revision: reply.body as ControllerRevision, collisionCount };
    if (reasonOf(reply) !== 'AlreadyExists') return { failure: reply };
    const existing = yield* send({ verb: 'get', ...CONTROLLER_REVISIONS, namespace, name });
    if (isFailure(existing)) return { failure: existing };
    const found = existing.body as ControllerRevision;
    if (patchText(found.data) === patchText(draft.data)) return { revision: found, collisionCount };
  }
}

function* renumber(revision: ControllerRevision, number: number): Script<ApiReply> {
  const { name = '', namespace = '' } = revision.metadata;
  return yield* send({ verb: 'update', ...CONTROLLER_REVISIONS, namespace, name, body: { ...revision, revision: number } });
}

/** Deletes the oldest revisions that no pod has, but for revisionHistoryLimit of them. */
export function* truncateHistory(set: StatefulSet, pods: readonly Pod[], { revisions, current, update }: History): Script {
  const live = new Set([current.metadata.name, update.metadata.name, ...pods.map(revisionOf)]);
  const unused = revisions.filter(({ metadata }) => !live.has(metadata.name));
  const surplus = unused.length - (set.spec?.revisionHistoryLimit ?? 10);
  for (const { metadata } of surplus > 0 ? unused.slice(0, surplus) : []) {
    const reply = yield* send({ verb: 'delete', ...CONTROLLER_REVISIONS, namespace: metadata.namespace ?? '', name: metadata.name ?? '' });
    if (isFailure(reply) && reasonOf(reply) !== 'NotFound') return reply;
  }
  return undefined;
}
