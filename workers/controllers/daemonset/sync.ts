/** One sync of a DaemonSet (source: pkg/controller/daemon/daemon_controller.go syncDaemonSet, 1.36). */
import { selectorFrom } from '../../api/labels';
import type { LabelSelector } from '../../api/labels';
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import type { Status } from '../../api/status';
import type { EventRecorder } from '../../client/events';
import type { Informer } from '../../client/informer';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import { deepEqual } from '../../lib/equal';
import type { ControllerRevision } from '../../resources/apps/controllerrevisions/types';
import type { DaemonSet } from '../../resources/apps/daemonsets/types';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import { reviseHistory, revisionDraft, superfluous } from '../controller-history';
import { controlledBy, orphansIn } from '../controller-index';
import { claim } from '../controller-ref-manager';
import { podTemplateHash } from '../deployment/pod-template-hash';
import { CONTROLLER_REVISIONS, DAEMON_SETS, PODS } from '../resources';
import { HASH_LABEL, createRequest } from './daemon-pod';
import { planDaemons, podsByNode } from './manage';
import type { FailureBackoff } from './manage';
import { daemonSetStatus } from './status';
import { planUpdate } from './update';

/** At most this many pods are created or deleted in one go. */
const BURST = 250;

export interface DaemonSetContext {
  readonly sets: Informer<DaemonSet>;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly revisions: Informer<ControllerRevision>;
  readonly recorder: EventRecorder;
  readonly nowMs: () => number;
  readonly requeue: (key: string, afterMs: number) => void;
  readonly backoff: (key: string) => FailureBackoff;
}

export function* syncDaemonSet(context: DaemonSetContext, key: string): Script {
  const stored = context.sets.get(key);
  if (!stored || stored.metadata.deletionTimestamp !== undefined) return undefined;
  const set = { ...stored, apiVersion: 'apps/v1', kind: 'DaemonSet' } as DaemonSet;
  const selector = selectorFrom(set.spec?.selector as LabelSelector);
  if (selector.requirements.length === 0) {
    context.recorder.event(set, 'Warning', 'SelectingAll', 'This daemon set is selecting all pods. A non-empty selector is required.');
    return undefined;
  }
  const history = yield* constructHistory(context, set, selector);
  if ('failure' in history) return history.failure;
  const { hash } = history;
  const nodes = [...context.nodes.list()];
  const own = yield* ownPods(context, set, selector);
  if ('failure' in own) return own.failure;
  const failure = yield* manage(context, set, key, nodes, own.pods, hash);
  if (failure) return failure;
  const old = yield* cleanUp(context, set, history.old);
  if (old) return old;
  return yield* writeStatus(context, set, key, nodes, hash);
}

/** Pods that are missing or too many; if there are none, what the update strategy replaces. */
function* manage(
  context: DaemonSetContext,
  set: DaemonSet,
  key: string,
  nodes: readonly Node[],
  pods: readonly Pod[],
  hash: string,
): Script {
  const { recorder, nowMs } = context;
  const plan = planDaemons(set, nodes, podsByNode(pods), hash, nowMs(), context.backoff(key));
  for (const { type, reason, message } of plan.events) recorder.event(set, type, reason, message);
  if (plan.retryMs !== undefined) context.requeue(key, plan.retryMs);
  const failed = yield* syncNodes(context, set, plan.create, plan.remove, hash);
  if (failed) return failed;
  if (plan.create.length > 0 || plan.remove.length > 0 || set.spec?.updateStrategy?.type === 'OnDelete') return undefined;
  const update = planUpdate(set, nodes, podsByNode(pods), hash, nowMs());
  return yield* syncNodes(context, set, update.create, update.remove, hash);
}

function* syncNodes(
  { recorder }: DaemonSetContext,
  set: DaemonSet,
  create: readonly string[],
  remove: readonly Pod[],
  hash: string,
): Script {
  let failure: ApiReply | undefined;
  const waiting = create.slice(0, BURST);
  for (let size = 1; waiting.length > 0 && !failure; size *= 2) {
    const replies = yield waiting.splice(0, size).map((node) => createRequest(set, node, hash));
    for (const reply of replies) {
      if (!isFailure(reply)) recorder.event(set, 'Normal', 'SuccessfulCreate', `Created pod: ${(reply.body as Pod).metadata.name}`);
      else {
        recorder.event(set, 'Warning', 'FailedCreate', `Error creating: ${(reply.body as Status).message ?? ''}`);
        failure ??= reply;
      }
    }
  }
  const victims = remove.slice(0, BURST);
  if (victims.length > 0) {
    const replies = yield victims.map(({ metadata: { namespace = '', name = '' } }): ApiRequest => ({
      ...PODS,
      verb: 'delete',
      namespace,
      name,
    }));
    replies.forEach((reply, at) => {
      if (!isFailure(reply)) recorder.event(set, 'Normal', 'SuccessfulDelete', `Deleted pod: ${victims[at]?.metadata.name}`);
      else if (reasonOf(reply) !== 'NotFound') failure ??= reply;
    });
  }
  return failure;
}

type Selector = ReturnType<typeof selectorFrom>;

function* constructHistory(
  context: DaemonSetContext,
  set: DaemonSet,
  selector: Selector,
): Script<{ readonly hash: string; readonly old: readonly ControllerRevision[] } | { readonly failure: ApiReply }> {
  const owner = { ...DAEMON_SETS, apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: set.metadata };
  const { uid = '', namespace = '' } = set.metadata;
  const candidates = [...controlledBy(context.revisions, uid), ...orphansIn(context.revisions, namespace)];
  const { claimed, failure } = yield* claim(owner, selector, candidates, CONTROLLER_REVISIONS);
  if (failure) return { failure };
  const template = set.spec?.template ?? {};
  const hash = podTemplateHash(template, set.status?.collisionCount);
  const labels = { ...set.spec?.template.metadata?.labels, [HASH_LABEL]: hash };
  const { current, old, write } = reviseHistory(claimed, revisionDraft(owner, template, hash, labels));
  if (write) {
    const reply = yield* send(write);
    if (isFailure(reply) && !(reasonOf(reply) === 'AlreadyExists' && write.verb === 'create')) return { failure: reply };
  }
  return { hash: current.metadata.labels?.[HASH_LABEL] ?? hash, old };
}

function* ownPods(
  { pods }: DaemonSetContext,
  set: DaemonSet,
  selector: Selector,
): Script<{ readonly pods: readonly Pod[] } | { readonly failure: ApiReply }> {
  const owner = { ...DAEMON_SETS, apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: set.metadata };
  const { uid = '', namespace = '' } = set.metadata;
  const { claimed, failure } = yield* claim(owner, selector, [...controlledBy(pods, uid), ...orphansIn(pods, namespace)], PODS);
  return failure ? { failure } : { pods: claimed };
}

function* cleanUp({ pods }: DaemonSetContext, set: DaemonSet, old: readonly ControllerRevision[]): Script {
  const live = new Set(controlledBy(pods, set.metadata.uid ?? '').map((pod) => pod.metadata.labels?.[HASH_LABEL]));
  const requests = superfluous(old, set.spec?.revisionHistoryLimit ?? 10, (revision) => live.has(revision.metadata.labels?.[HASH_LABEL]));
  if (requests.length === 0) return undefined;
  const replies = yield requests;
  return replies.find((reply) => isFailure(reply) && reasonOf(reply) !== 'NotFound');
}

function* writeStatus(context: DaemonSetContext, set: DaemonSet, key: string, nodes: readonly Node[], hash: string): Script {
  const now = context.nowMs();
  const byNode = podsByNode(controlledBy(context.pods, set.metadata.uid ?? ''));
  const status = daemonSetStatus(set, nodes, byNode, hash, now);
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && status.numberReady !== (status.numberAvailable ?? 0)) context.requeue(key, minReadySeconds * 1000);
  if (deepEqual(status, set.status)) return undefined;
  const { namespace = '', name = '' } = set.metadata;
  const update = (object: DaemonSet): ApiRequest => ({
    ...DAEMON_SETS,
    verb: 'update',
    subresource: 'status',
    namespace,
    name,
    body: { ...object, status },
  });
  const reply = yield* send(update(context.sets.get(key) ?? set));
  return isFailure(reply) ? reply : undefined;
}
