import { Process } from '../client/process';
import type { Component, ComponentContext } from '../sim/component';
import type { DecisionAnswers, DecisionRecord, SchedulerQuestion, WhyQuestion } from '../protocol/decision';
import { createEventsV1Recorder } from '../client/events-v1';
import type { EventsV1Recorder } from '../client/events-v1';
import { Binding } from './binding';
import { Cache } from './cache/cache';
import { InformedObjects } from './cluster-objects';
import { profilesOf, schedulerNameOf } from './config/profile';
import type { SchedulerConfiguration } from './config/profile';
import type { AfterDecision } from './decision/record';
import { DecisionRecorder } from './decision/recorder';
import { addEventHandlers } from './event-handlers';
import { failAttempt } from './failure';
import { Framework } from './framework/framework';
import { PodInfos } from './framework/pod-info';
import type { PodInfo } from './framework/pod-info';
import { messageOf } from './framework/status';
import type { Status } from './framework/status';
import { completeConfiguration, watchConfiguration } from './live-configuration';
import { configurationAnswer, loadConfiguration, loadText } from './config/load';
import { Preemptions } from './preemptions';
import { Nominator } from './queue/nominator';
import type { QueuedPod } from './queue/queued-pod';
import { answerWhy } from './questions/answer';
import { DecisionTables } from './questions/rows';
import { queueView } from './queue/queue-view';
import { SchedulingQueue } from './queue/scheduling-queue';
import { PLUGINS } from './registry';
import { scheduleOne } from './schedule-one';
import type { Rotation } from './search-nodes';

export interface SchedulerOptions {
  /** Need not be complete. The scheduler does not start with one that is not valid: the constructor throws. */
  readonly config?: SchedulerConfiguration;
}

/** Pods decided per step; more wait for the next round, so that bindings and their events keep pace. */
const PODS_PER_STEP_MAX = 512;
const FLUSH_MS = 30_000;

/** The parts of a running scheduler that its files share. */
export interface Scheduler {
  readonly process: Process;
  readonly cache: Cache;
  readonly queue: SchedulingQueue;
  readonly nominator: Nominator;
  readonly infos: PodInfos;
  readonly recorder: DecisionRecorder;
  readonly preemptions: Preemptions;
  /** Each profile reports under its own name. */
  readonly events: ReadonlyMap<string, EventsV1Recorder>;
  readonly frameworks: ReadonlyMap<string, Framework>;
  /** Replaces profiles and back-off; takes a complete configuration. */
  configure(config: SchedulerConfiguration): void;
  readonly rotation: Rotation;
}

/** kube-scheduler (source: cmd/kube-scheduler, pkg/scheduler, 1.36). */
export function createScheduler(context: ComponentContext, options: unknown = {}): Component {
  const boot = completeConfiguration(((options ?? {}) as SchedulerOptions).config ?? {});
  const process = new Process(context, 'system:kube-scheduler');
  const scheduler = newScheduler(process, boot);
  const { queue } = scheduler;
  const binding = new Binding(scheduler);
  const synced = addEventHandlers(scheduler);
  const configuration = watchConfiguration(scheduler, boot);
  process.eachStep(() => {
    if (!synced()) return;
    for (let count = 0; count < PODS_PER_STEP_MAX; count++) if (!scheduleNext(scheduler, binding)) return;
    if (queue.hasReady) process.timers.at(process.nowMs, () => {});
  });
  const flush = () => {
    queue.flushUnschedulable();
    process.timers.at(process.nowMs + FLUSH_MS, flush, { background: true });
  };
  process.timers.at(process.nowMs + FLUSH_MS, flush, { background: true });
  const tables = new DecisionTables();
  process.handleQueries((question) => {
    const asked = question as SchedulerQuestion;
    switch (asked.type) {
      case 'why':
        return answerAbout(scheduler, asked);
      case 'decisions':
        return asked.heads ? scheduler.recorder.heads(asked) : scheduler.recorder.list(asked);
      case 'rows':
        return tables.page(asked, () => scheduler.recorder.find(asked, asked.id));
      case 'queue':
        return queueView(queue, scheduler.nominator);
      case 'configuration':
        return configurationAnswer(asked.text === undefined ? loadConfiguration(configuration.running) : loadText(asked.text));
    }
  });
  return process;
}

function answerAbout({ recorder, frameworks, queue, infos }: Scheduler, question: WhyQuestion): DecisionAnswers | undefined {
  const { namespace, pod, id } = question;
  const record = id === undefined ? recorder.list({ namespace, pod, limit: 1 }).at(-1) : recorder.find({ namespace, pod }, id);
  const framework = record && frameworks.get(record.schedulerName);
  return framework && answerWhy(record, question, { framework, infos }, queue.get(record.uid)?.info);
}

function newScheduler(process: Process, config: SchedulerConfiguration): Scheduler {
  const cache = new Cache();
  const nominator = new Nominator();
  const preemptions = new Preemptions();
  const objects = new InformedObjects(process);
  const random = process.random.fork('scheduler');
  const frameworks = new Map<string, Framework>();
  const events = new Map<string, EventsV1Recorder>();
  const limits = { initialMs: 0, maxMs: 0 };
  const handle = {
    snapshot: cache,
    objects,
    nominations: nominator,
    random: (below: number) => random.int(below),
    isPreempting: (uid: string) => preemptions.isRunning(uid),
  };
  let sorting: Framework | undefined;
  const configure = (next: SchedulerConfiguration): void => {
    frameworks.clear();
    sorting = undefined;
    for (const profile of profilesOf(next)) {
      const { schedulerName } = profile;
      frameworks.set(schedulerName, new Framework(profile, PLUGINS, handle));
      if (!events.has(schedulerName)) events.set(schedulerName, createEventsV1Recorder(process, { controller: schedulerName }));
    }
    limits.initialMs = (next.podInitialBackoffSeconds ?? 1) * 1000;
    limits.maxMs = (next.podMaxBackoffSeconds ?? 10) * 1000;
  };
  configure(config);
  // All profiles sort alike.
  const less = (a: QueuedPod, b: QueuedPod) => (sorting ??= frameworkOf(a.info)).less(a, b);
  const frameworkOf = ({ pod }: PodInfo) => frameworks.get(schedulerNameOf(pod)) as Framework;
  const recorder = new DecisionRecorder();
  const onGated = (pod: QueuedPod, gate: Status) => recordGate(recorder, frameworkOf(pod.info), pod, gate, process.nowMs);
  const wakeAt = (atMs: number, background: boolean) => void process.timers.at(atMs, () => {}, { background });
  return {
    process,
    cache,
    queue: new SchedulingQueue({ limits, now: () => process.nowMs, frameworkOf, less, wakeAt, onGated }),
    nominator,
    infos: new PodInfos(),
    recorder,
    preemptions,
    events,
    frameworks,
    configure,
    rotation: { next: 0 },
  };
}

/** Each gate is recorded once, however often the pod is looked at. */
function recordGate(recorder: DecisionRecorder, framework: Framework, pod: QueuedPod, gate: Status, nowMs: number): void {
  const message = messageOf(gate);
  if (pod.gateRecorded === message) return;
  pod.gateRecorded = message;
  recorder.record({
    atMs: nowMs,
    attempt: { pod: pod.info, preFilter: [], unschedulablePlugins: [gate.plugin], pendingPlugins: [] },
    framework,
    attemptNumber: pod.attempts,
    popped: poppedOf(pod, 'activeQ'),
    after: { ...NOTHING_AFTER, outcome: 'gated', message, gate },
  });
}

function poppedOf(pod: QueuedPod, from: DecisionRecord['popped']['from']): DecisionRecord['popped'] {
  return {
    from,
    event: pod.event,
    ...(pod.eventObject ? { object: pod.eventObject } : {}),
    ...(pod.hintedBy ? { hintedBy: pod.hintedBy } : {}),
    queuedAtMs: pod.queuedAtMs,
  };
}

const NOTHING_AFTER: AfterDecision = { outcome: 'scheduled', message: '', reserve: [], permit: [], preBind: [], bind: [] };

/** False when no pod is ready. */
function scheduleNext(scheduler: Scheduler, binding: Binding): boolean {
  const { queue, cache, process, recorder } = scheduler;
  const popped = queue.pop();
  if (!popped) return false;
  const { pod, from } = popped;
  const { info } = pod;
  const framework = scheduler.frameworks.get(schedulerNameOf(info.pod)) as Framework;
  process.withCause(`schedule ${info.key}`, () => {
    if (info.pod.metadata.deletionTimestamp !== undefined) {
      scheduler.events
        .get(framework.schedulerName)
        ?.event(info.pod, undefined, 'Warning', 'FailedScheduling', 'Scheduling', `skip schedule deleting pod: ${info.key}`);
      queue.done(info.uid);
      return;
    }
    const attempt = scheduleOne(framework, cache, info, scheduler.rotation);
    const kept = recorder.record({
      atMs: process.nowMs,
      attempt,
      framework,
      attemptNumber: pod.attempts,
      popped: poppedOf(pod, from),
      after: NOTHING_AFTER,
    });
    if (attempt.node) binding.start(framework, kept, attempt.node.name);
    else failAttempt(scheduler, framework, kept);
  });
  return true;
}
