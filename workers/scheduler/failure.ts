/** What happens to a pod that could not be placed (source: kube-scheduler schedule_one.go handleSchedulingFailure, 1.36). */
import { isFailure, reasonOf } from '../api/request';
import { rfc3339 } from '../api/time';
import type { Pod } from '../resources/core/pods/types';
import type { KeptAttempt } from './decision/record';
import type { Framework } from './framework/framework';
import { schedulerNameOf } from './config/profile';
import { deleteEvent } from './framework/object-events';
import type { PodInfo } from './framework/pod-info';
import type { Scheduler } from './scheduler';

/** Notes of events.k8s.io end here. */
const NOTE_LENGTH_MAX = 1024;

type Reason = 'Unschedulable' | 'SchedulerError';

/** No node, or the attempt broke down. */
export function failAttempt(scheduler: Scheduler, framework: Framework, kept: KeptAttempt): void {
  const { attempt } = kept;
  const { pod, error, nominatedNode } = attempt;
  const message = error ?? attempt.message ?? '';
  kept.after = { ...kept.after, outcome: error === undefined ? 'unschedulable' : 'error', message };
  const nodesMissing = error === 'no nodes available to schedule pods';
  const reason: Reason = error === undefined || nodesMissing ? 'Unschedulable' : 'SchedulerError';
  if (nominatedNode) {
    scheduler.nominator.add(pod, nominatedNode);
    evict(scheduler, framework, pod, nominatedNode, attempt.victims ?? []);
  } else if (nominatedNode === '') scheduler.nominator.delete(pod.uid);
  else keepNomination(scheduler, pod);
  report(scheduler, pod, reason, message, nominatedNode);
  scheduler.queue.putBack(pod.uid, attempt.unschedulablePlugins, attempt.pendingPlugins);
}

/** Reserve, Permit, PreBind or Bind failed. */
export function failBinding(scheduler: Scheduler, kept: KeptAttempt, message: string, rejectedBy: string | undefined): void {
  const { pod } = kept.attempt;
  kept.after = { ...kept.after, outcome: rejectedBy ? 'unschedulable' : 'error', message };
  const { queue, cache } = scheduler;
  // Gone, or bound by somebody else.
  if (!queue.has(pod.uid) || cache.hasPod(pod.uid)) {
    queue.done(pod.uid);
    return;
  }
  keepNomination(scheduler, pod);
  report(scheduler, pod, rejectedBy ? 'Unschedulable' : 'SchedulerError', message, undefined);
  queue.putBack(pod.uid, rejectedBy ? [rejectedBy] : [], []);
  // The place the pod was assumed to take is free again, as if the pod had left it.
  queue.moveAll(deleteEvent('AssignedPod', pod.pod));
}

function keepNomination({ nominator }: Scheduler, info: PodInfo): void {
  const node = info.pod.status?.nominatedNodeName;
  if (node) nominator.add(info, node);
}

/** The event and, if it says something new, the pod's condition. `nominatedNode` "" clears, undefined leaves the field. */
function report(scheduler: Scheduler, info: PodInfo, reason: Reason, message: string, nominatedNode: string | undefined): void {
  const { events, process } = scheduler;
  const { pod } = info;
  const note = message.length > NOTE_LENGTH_MAX ? `${message.slice(0, NOTE_LENGTH_MAX - 4)} ...` : message;
  events.get(schedulerNameOf(pod))?.event(pod, undefined, 'Warning', 'FailedScheduling', 'Scheduling', note);
  const before = (pod.status?.conditions ?? []).find(({ type }) => type === 'PodScheduled');
  const same = before?.status === 'False' && before.reason === reason && before.message === message;
  const nominatedBefore = pod.status?.nominatedNodeName ?? '';
  const nominationChanges = nominatedNode !== undefined && nominatedNode !== nominatedBefore;
  if (same && !nominationChanges) return;
  const condition = {
    type: 'PodScheduled',
    observedGeneration: pod.metadata.generation ?? 1,
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: before?.status === 'False' && before.lastTransitionTime ? before.lastTransitionTime : rfc3339(process.nowMs),
    reason,
    message,
  };
  process.send(
    statusPatch(pod, {
      ...(same ? {} : { conditions: [condition] }),
      ...(nominationChanges ? { nominatedNodeName: nominatedNode === '' ? null : nominatedNode } : {}),
    }),
  );
}

function statusPatch({ metadata }: Pod, status: Record<string, unknown>) {
  return {
    verb: 'patch',
    group: '',
    version: 'v1',
    resource: 'pods',
    subresource: 'status',
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    patchType: 'strategic',
    body: { metadata: { uid: metadata.uid }, status },
  } as const;
}

/** Marks the victims, then deletes them and says so. The preemptor stays out of the queue until all are marked. */
function evict(scheduler: Scheduler, framework: Framework, preemptor: PodInfo, node: string, victims: readonly PodInfo[]): void {
  const { process, preemptions } = scheduler;
  if (victims.length === 0) return;
  preemptions.start(preemptor.uid, victims.length);
  for (const { pod } of victims) {
    const condition = {
      type: 'DisruptionTarget',
      observedGeneration: pod.metadata.generation ?? 1,
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: rfc3339(process.nowMs),
      reason: 'PreemptionByScheduler',
      message: `${framework.schedulerName}: preempting to accommodate a higher priority pod`,
    };
    process.send(statusPatch(pod, { conditions: [condition] }), () => {
      if (preemptions.victimMarked(preemptor.uid)) for (const victim of victims) remove(scheduler, preemptor, node, victim.pod);
    });
  }
}

/** A victim that cannot be deleted makes the preemptor try again. */
function remove({ process, events, queue }: Scheduler, preemptor: PodInfo, node: string, victim: Pod): void {
  const { namespace = '', name = '', uid } = victim.metadata;
  const body = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } };
  process.send({ verb: 'delete', group: '', version: 'v1', resource: 'pods', namespace, name, body }, (reply) => {
    if (isFailure(reply) && reasonOf(reply) !== 'NotFound') queue.activate(preemptor.uid);
  });
  events
    .get(schedulerNameOf(preemptor.pod))
    ?.event(victim, preemptor.pod, 'Normal', 'Preempted', 'Preempting', `Preempted by pod ${preemptor.uid} on node ${node}`);
}
