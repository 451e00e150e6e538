/**
 * A running cluster with a wall clock: what the browser's store worker and the HTTP host serve. It paces virtual time,
 * lets requests in between rounds, and answers the control surface.
 */
import type { AnyObject } from '../api/meta';
import type { ApiReply, ApiRequest } from '../api/request';
import type { LogSource } from '../apiserver/backend';
import { planAdvance } from '../cluster/advance';
import type { Advance, AdvancePlan } from '../cluster/advance';
import { Cluster } from '../cluster/cluster';
import { runThreads } from '../cluster/drivers';
import { logQuestion, logText } from '../cluster/logs';
import type { LogOptions, LogQuestion } from '../cluster/logs';
import type { ClusterSpec } from '../cluster/spec';
import type { LogsAnswer } from '../kubelet/node-queries';
import type { ClockState } from '../protocol/page';
import type { GroupName } from '../sim/component';
import type { GroupBatch, GroupResult } from '../sim/group';
import type { ExternalMessage, JournalEntry } from '../sim/journal';
import type { WatchSink } from '../sim/runner';
import { Bell } from './bell';
import type { AsyncGroup } from './remote-group';

export const SPEED_MIN = 0.1;
export const SPEED_MAX = 1000;
/** How often the wall clock is looked at. */
const TICK_MS = 16;
/** Real time that one stretch of rounds may take before others (requests, frames) get their turn. */
const SLICE_MS = 12;
/** Virtual time that a machine too slow for its speed may owe; what is more is forgiven, so it never has to catch up. */
const DEBT_TICKS_MAX = 4;

export interface EngineOptions {
  readonly paused?: boolean;
  readonly speed?: number | 'max';
  /** Real time in milliseconds; monotonic. */
  readonly realNow: () => number;
  /** Called after every stretch of rounds and every external write: the moment to send frames. */
  readonly onProgress?: () => void;
  readonly onCrash?: (error: unknown) => void;
}

/** An open conversation with a component: an interactive exec, an attach. */
export interface Conversation {
  send(message: ExternalMessage['message']): Promise<void>;
}

export class Engine {
  readonly cluster: Cluster;
  private paused: boolean;
  private speed: number | 'max';
  private inRound = false;
  private running = false;
  /** Work from outside that waits for the round under way to end. */
  private readonly waiting: (() => void)[] = [];
  /** Explicit advances in order; pacing rests while one runs. */
  private advancing: Promise<unknown> = Promise.resolve();
  private advances = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastRealMs: number;
  /** Virtual milliseconds that the wall clock has granted and rounds have not used; may hold a fraction. */
  private granted = 0;
  private disposed = false;
  /** Rings when rounds have run, when the clock was set, and when all is over. */
  readonly moved = new Bell();
  private readonly runners: Record<GroupName, (batch: GroupBatch) => Promise<GroupResult>>;

  constructor(
    spec: ClusterSpec,
    private readonly groups: Record<GroupName, AsyncGroup>,
    private readonly options: EngineOptions,
  ) {
    this.cluster = new Cluster(spec);
    this.paused = options.paused ?? false;
    this.speed = options.speed ?? 1;
    this.lastRealMs = options.realNow();
    const runner = (name: GroupName) => (batch: GroupBatch) => {
      const result = groups[name].run(batch);
      return result instanceof Promise ? result : Promise.resolve(result);
    };
    this.runners = { scheduler: runner('scheduler'), controllers: runner('controllers'), nodes: runner('nodes') };
  }

  /** Begins pacing. */
  start(): void {
    this.schedule(0);
  }

  get clock(): ClockState {
    const { simulation } = this.cluster;
    return { nowMs: simulation.nowMs, paused: this.paused, speed: this.speed, round: simulation.round, idle: simulation.idle };
  }

  setClock(change: { readonly paused?: boolean; readonly speed?: number | 'max' }): ClockState {
    if (change.speed !== undefined) {
      if (change.speed !== 'max' && !(typeof change.speed === 'number' && change.speed >= SPEED_MIN && change.speed <= SPEED_MAX)) {
        throw new RangeError(
          `speed: Invalid value: ${JSON.stringify(change.speed)}: must be between ${SPEED_MIN} and ${SPEED_MAX}, or "max"`,
        );
      }
      this.speed = change.speed;
    }
    if (change.paused !== undefined) {
      if (typeof change.paused !== 'boolean')
        throw new RangeError(`paused: Invalid value: ${JSON.stringify(change.paused)}: must be a boolean`);
      this.paused = change.paused;
    }
    this.granted = 0;
    this.lastRealMs = this.options.realNow();
    this.schedule(0);
    this.moved.ring();
    return this.clock;
  }

  /** Runs as fast as possible; other requests are served between rounds. */
  advance(order: Advance): Promise<ClockState> {
    planAdvance(order, 0); // a bad order fails before it queues
    this.advances++;
    const run = this.advancing.then(async () => {
      try {
        await this.run(planAdvance(order, this.cluster.simulation.nowMs), () => this.disposed);
        return this.clock;
      } finally {
        this.advances--;
        this.granted = 0;
        this.lastRealMs = this.options.realNow();
      }
    });
    this.advancing = run.catch(() => undefined);
    return run;
  }

  /** A request from outside, executed between rounds. */
  async request(request: ApiRequest): Promise<ApiReply> {
    if (request.resource === 'pods' && request.subresource === 'log') return this.requestLog(request);
    const { simulation } = this.cluster;
    for (let asked = 1; ; asked++) {
      const reply = await this.between(() => simulation.external(request));
      const { again } = reply;
      if (!again || asked > again.timesMax || !(await this.timePasses(simulation.nowMs + again.afterMs))) return reply;
    }
  }

  /** True when virtual time has come to `untilMs`; false when it stands still. */
  private async timePasses(untilMs: number): Promise<boolean> {
    while (this.cluster.simulation.nowMs < untilMs) {
      if (this.disposed || (this.paused && this.advances === 0)) return false;
      await this.moved.next();
    }
    return true;
  }

  /**
   * A message to a component and its first answer; undefined: it does not run, cannot be reached, or stopped meanwhile.
   * For machines ("node/<name>") workers/kubelet/node-messages.ts says what they understand.
   */
  message(to: string, message: ExternalMessage['message']): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.converse(to, message, resolve).catch(reject);
    });
  }

  /** The same with every answer; the last one lacks `more: true`. `send` goes on with the conversation. */
  async converse(to: string, message: ExternalMessage['message'], onReply: (reply: unknown) => void): Promise<Conversation> {
    const { simulation } = this.cluster;
    const id = await this.between(() => simulation.externalMessage({ to, message }, onReply));
    return { send: (next) => this.between(() => void simulation.externalMessage({ to, message: next, id })) };
  }

  /** Asked twice: the first time tells which machine has to be asked, the second time its answer is there. */
  private async requestLog(request: ApiRequest): Promise<ApiReply> {
    let wanted: { readonly pod: AnyObject; readonly options: LogOptions; readonly question: LogQuestion } | undefined;
    const ask = (logs: LogSource) =>
      this.between(() => {
        this.cluster.logs = logs;
        return this.cluster.simulation.external(request);
      });
    const first = await ask((pod, options) => {
      wanted = { pod, options, question: logQuestion(pod, options, this.cluster.simulation.nowMs) };
      return '';
    });
    if (!wanted) return first;
    const { pod, options, question } = wanted;
    const answer = (await this.query(question.component, question.question)) as LogsAnswer | undefined;
    return ask(() => logText(pod, options, answer));
  }

  watch(request: ApiRequest, sink: WatchSink): Promise<{ stop(): void } | ApiReply> {
    return this.between(() => this.cluster.simulation.externalWatch(request, sink));
  }

  /** Runs `work` while no round is under way. */
  between<T>(work: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const attempt = () => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
        if (this.inRound) return;
        this.options.onProgress?.();
        this.schedule(0);
      };
      if (this.inRound) this.waiting.push(attempt);
      else attempt();
    });
  }

  /** A component's answer to a read-only question; undefined when it does not run. */
  async query(component: string, question: unknown): Promise<unknown> {
    const group = this.cluster.simulation.groupOf(component);
    return group ? this.groups[group].query(component, question) : undefined;
  }

  /** Repeats a journal on this engine's fresh cluster. */
  async replay(entries: readonly JournalEntry[]): Promise<void> {
    const { simulation } = this.cluster;
    for (const entry of entries) {
      if (entry.round > simulation.round) await this.advance({ rounds: entry.round - simulation.round });
      simulation.jump(entry.atMs);
      simulation.repeat(entry);
    }
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.timer);
    this.moved.ring();
    for (const group of Object.values(this.groups)) group.dispose();
  }

  private schedule(delayMs: number): void {
    if (this.disposed) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.tick().catch((error: unknown) => this.options.onCrash?.(error)), delayMs);
  }

  private async tick(): Promise<void> {
    const realMs = this.options.realNow();
    const elapsed = realMs - this.lastRealMs;
    this.lastRealMs = realMs;
    if (this.advances > 0 || this.running) {
      this.schedule(TICK_MS);
      return;
    }
    const { simulation } = this.cluster;
    if (!this.paused) {
      const endReal = realMs + SLICE_MS;
      const tired = () => this.disposed || this.paused || this.advances > 0 || this.options.realNow() > endReal;
      if (this.speed === 'max') {
        await this.run({ untilMs: Number.POSITIVE_INFINITY, rounds: Number.POSITIVE_INFINITY, untilIdle: false }, tired);
      } else {
        this.granted = Math.min(this.granted + elapsed * this.speed, TICK_MS * DEBT_TICKS_MAX * this.speed + elapsed * this.speed);
        const before = simulation.nowMs;
        await this.run({ untilMs: before + Math.floor(this.granted), rounds: Number.POSITIVE_INFINITY, untilIdle: false }, tired);
        this.granted = Math.max(0, this.granted - (simulation.nowMs - before));
      }
    }
    this.schedule(this.speed === 'max' && !this.paused ? 0 : TICK_MS);
  }

  private async run(plan: AdvancePlan, stop: () => boolean): Promise<void> {
    while (this.running) await breathe();
    this.running = true;
    this.inRound = true;
    try {
      let sliceEnd = this.options.realNow() + SLICE_MS;
      await runThreads(this.cluster.simulation, this.runners, plan, {
        stop,
        between: () => {
          this.serveWaiting();
          if (this.options.realNow() < sliceEnd) return undefined;
          this.options.onProgress?.();
          return breathe().then(() => {
            sliceEnd = this.options.realNow() + SLICE_MS;
          });
        },
      });
    } finally {
      this.inRound = false;
      this.running = false;
      this.serveWaiting();
      this.options.onProgress?.();
      this.moved.ring();
    }
  }

  private serveWaiting(): void {
    for (const attempt of this.waiting.splice(0)) attempt();
  }
}

/** Lets timers, sockets and messages of this thread have their turn. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
