/**
 * The cluster's heartbeat: rounds in virtual time (ADR 0001). It owns the clock, every component's mail and timers, and
 * the connection to the API server. A placement drives it:
 *
 *   batch = prepareRound()   who has mail or is due, with the mail
 *   (each group steps its components, in parallel or not)
 *   commitRound(batch, outboxes)   executes all requests in order of component name: the only place where state changes
 *   jump(nextInstantMs())   when prepareRound() has nothing to do
 *
 * Nothing here depends on how long the middle part takes or in which order groups finish.
 */
import type { ApiReply, ApiRequest } from '../api/request';
import { failure } from '../api/status';
import { Heap } from '../lib/heap';
import type { ComponentSpec, GroupName, Mail, OutgoingMessage, OutgoingRequest, Outbox, SimCommand } from './component';
import type { ComponentStart, GroupBatch, GroupResult } from './group';
import { ExternalConversations } from './external-conversations';
import type { ExternalMessage, JournalEntry } from './journal';
import { Runner } from './runner';
import type { ApiExecutor, WatchSink } from './runner';
import { requestNote, Trace } from './trace';

export type RoundBatch = ReadonlyMap<GroupName, GroupBatch>;

/** More rounds than this without time passing is a loop between components; the clock is then moved on by 1 ms. */
const ROUNDS_PER_INSTANT_MAX = 2_000;
/** What a request into a cut network waits before it fails. Differs: client-go's own timeouts vary from 10 s to 60 s. */
const CUT_TIMEOUT_MS = 1_000;
const JOURNAL_ENTRIES_MAX = 200_000;

interface Delivery {
  readonly atMs: number;
  readonly order: number;
  readonly deliver: () => void;
}

export class Simulation {
  readonly trace = new Trace();
  readonly journal: JournalEntry[] = [];
  private rounds = 0;
  private roundsAtThisInstant = 0;
  /** Running components by name; `order` is their names sorted, the order in which requests are executed. */
  private readonly runners = new Map<string, Runner>();
  private order: string[] = [];
  /** Specs and start counts of all components ever started, for restarts. */
  private readonly known = new Map<string, { spec: ComponentSpec; incarnations: number }>();
  /** Who was stepped in the round under way. */
  private readonly stepping = new Map<string, Runner>();
  private readonly toStop = new Map<string, GroupName>();
  private readonly deliveries = new Heap<Delivery>((a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));
  private deliveryOrder = 0;
  private readonly conversations = new ExternalConversations();

  constructor(
    private readonly api: ApiExecutor,
    private now = 0,
  ) {}

  get nowMs(): number {
    return this.now;
  }

  get round(): number {
    return this.rounds;
  }

  /** Names of the running components, in order. */
  get components(): readonly string[] {
    return this.order;
  }

  groupOf(name: string): GroupName | undefined {
    return this.runners.get(name)?.spec.group;
  }

  isCut(name: string): boolean {
    return this.runners.get(name)?.cut ?? false;
  }

  /** Repeats an entry of a journal at the place where the run is now. */
  repeat(entry: JournalEntry): void {
    if ('request' in entry) this.external(entry.request);
    else this.externalMessage(entry.message);
  }

  /** A request from outside; executed at once, so only between rounds. */
  external(request: ApiRequest): ApiReply {
    if (request.verb !== 'get' && request.verb !== 'list') this.record(request);
    const reply = this.api.handle(request);
    if (request.verb !== 'get' && request.verb !== 'list') this.traceRequest('external', request, reply);
    return reply;
  }

  /**
   * A message from outside to a component; journaled. The component gets it from "external" with a number as its `id` and
   * answers with messages to "external" that carry the number; all but the last say `more: true`. `onReply` gets
   * undefined, and nothing after it, where the component does not run, is cut off or stops before the last answer.
   */
  externalMessage(external: ExternalMessage, onReply: (reply: unknown) => void = () => {}): number {
    const { to, message } = external;
    this.journalEntry({ atMs: this.now, round: this.rounds, message: external });
    const id = external.id ?? this.conversations.open(to, onReply);
    const runner = this.runners.get(to);
    if (!runner || runner.cut) this.conversations.breakOff(to);
    else {
      runner.mailbox.message('external', { ...message, id });
      this.trace.add(this.now, this.rounds, 'external', { type: 'message', to, message: message.type });
    }
    return id;
  }

  externalWatch(request: ApiRequest, sink: WatchSink): { stop(): void } | ApiReply {
    return this.api.watch(request, sink);
  }

  /** `spec.kind` "" means: the spec this name had before. Starting what runs does nothing. */
  start(spec: ComponentSpec): void {
    if (this.runners.has(spec.name)) return;
    const before = this.known.get(spec.name);
    const actual = spec.kind === '' ? before?.spec : spec;
    if (!actual) return;
    const incarnation = before?.incarnations ?? 0;
    this.known.set(spec.name, { spec: actual, incarnations: incarnation + 1 });
    this.runners.set(spec.name, new Runner(actual, incarnation, this.now));
    this.order = [...this.runners.keys()].sort();
    this.trace.add(this.now, this.rounds, actual.name, { type: 'started' });
  }

  stop(name: string): void {
    const runner = this.runners.get(name);
    if (!runner) return;
    runner.dispose();
    if (runner.started) this.toStop.set(name, runner.spec.group);
    this.runners.delete(name);
    this.conversations.breakOff(name);
    this.order = this.order.filter((other) => other !== name);
    this.trace.add(this.now, this.rounds, name, { type: 'stopped' });
  }

  /** True when nothing is left to do at this instant. */
  get quiescent(): boolean {
    for (const runner of this.runners.values()) if (runner.isDue(this.now)) return false;
    return !((this.deliveries.peek()?.atMs ?? Number.POSITIVE_INFINITY) <= this.now);
  }

  /** True when only upkeep (leases, resyncs) and data-plane traffic lie ahead: nothing pending, no timer of real work. */
  get idle(): boolean {
    if (!this.quiescent) return false;
    for (const runner of this.runners.values()) if (runner.hasWork) return false;
    return true;
  }

  /** The next time anything happens by itself; undefined: never. */
  nextInstantMs(): number | undefined {
    let next = this.deliveries.peek()?.atMs ?? Number.POSITIVE_INFINITY;
    for (const { nextMs } of this.runners.values()) if (nextMs < next) next = nextMs;
    return Number.isFinite(next) ? Math.max(next, this.now) : undefined;
  }

  /** Moves the clock forward; only when quiescent. */
  jump(toMs: number): void {
    if (toMs < this.now || !Number.isInteger(toMs)) throw new Error(`clock from ${this.now} to ${toMs}`);
    if (toMs > this.now) this.roundsAtThisInstant = 0;
    this.now = toMs;
  }

  prepareRound(): RoundBatch | undefined {
    this.deliverDue();
    if (this.roundsAtThisInstant >= ROUNDS_PER_INSTANT_MAX) {
      this.trace.add(this.now, this.rounds, 'sim', { type: 'overrun' });
      this.jump(this.now + 1);
    }
    const batches = new Map<
      GroupName,
      { nowMs: number; stop: string[]; start: ComponentStart[]; steps: { name: string; inbox: Mail[] }[] }
    >();
    this.stepping.clear();
    const batchOf = (group: GroupName) => {
      let batch = batches.get(group);
      if (!batch) batches.set(group, (batch = { nowMs: this.now, stop: [], start: [], steps: [] }));
      return batch;
    };
    for (const name of this.order) {
      const runner = this.runners.get(name) as Runner;
      if (!runner.isDue(this.now)) continue;
      const batch = batchOf(runner.spec.group);
      if (!runner.started) batch.start.push({ spec: runner.spec, incarnation: runner.incarnation });
      runner.started = true;
      this.stepping.set(name, runner);
      batch.steps.push({ name, inbox: runner.mailbox.take() });
    }
    if (batches.size === 0) return undefined;
    for (const [name, group] of this.toStop) batchOf(group).stop.push(name);
    this.toStop.clear();
    return batches;
  }

  commitRound(batches: RoundBatch, results: ReadonlyMap<GroupName, GroupResult>): void {
    this.rounds++;
    this.roundsAtThisInstant++;
    const outboxes = new Map<string, Outbox>();
    for (const [group, batch] of batches) {
      const result = results.get(group);
      if (result?.length !== batch.steps.length)
        throw new Error(`group ${group} answered ${result?.length} of ${batch.steps.length} steps`);
      batch.steps.forEach(({ name }, at) => outboxes.set(name, result[at] as Outbox));
    }
    for (const name of [...outboxes.keys()].sort()) this.commitOutbox(name, outboxes.get(name) as Outbox);
  }

  private commitOutbox(name: string, outbox: Outbox): void {
    const runner = this.runners.get(name);
    if (!runner || this.stepping.get(name) !== runner) return; // stopped earlier in this round: what it asked for dies with it
    runner.setAlarms(outbox);
    for (const note of outbox.trace ?? []) this.trace.add(this.now, this.rounds, name, note);
    for (const id of outbox.stopWatches ?? []) runner.stopWatch(id);
    for (const outgoing of outbox.requests ?? []) this.execute(runner, outgoing);
    for (const message of outbox.messages ?? []) this.route(name, message);
  }

  private execute(runner: Runner, outgoing: OutgoingRequest, asked = 1): void {
    const { id, request } = outgoing;
    if (runner.cut) {
      this.deliverLater(CUT_TIMEOUT_MS, () => {
        if (this.runners.get(runner.spec.name) === runner) runner.mailbox.reply(id, unreachable());
      });
      return;
    }
    if (request.verb === 'watch') {
      runner.openWatch(this.api, id, request);
      return;
    }
    const reply = this.api.handle(request);
    if (reply.again && asked <= reply.again.timesMax) {
      this.deliverLater(reply.again.afterMs, () => {
        if (this.runners.get(runner.spec.name) === runner) this.execute(runner, outgoing, asked + 1);
      });
      return;
    }
    runner.mailbox.reply(id, reply);
    this.traceRequest(runner.spec.name, request, reply);
  }

  private route(from: string, { to, message, delayMs = 0 }: OutgoingMessage): void {
    if (to === 'sim') this.obey(message as SimCommand);
    else if (to === 'external') {
      if (delayMs > 0) this.deliverLater(delayMs, () => this.conversations.reply(from, message));
      else this.conversations.reply(from, message);
    } else if (delayMs > 0) this.deliverLater(delayMs, () => this.runners.get(to)?.mailbox.message(from, message));
    else this.runners.get(to)?.mailbox.message(from, message);
  }

  private obey(command: SimCommand): void {
    if (command.type === 'start') this.start(command.component);
    else if (command.type === 'stop') this.stop(command.name);
    else {
      const runner = this.runners.get(command.name);
      if (!runner) return;
      runner.cut = command.type === 'cut';
      this.trace.add(this.now, this.rounds, command.name, { type: command.type });
      if (!runner.cut) return;
      runner.breakWatches();
      this.conversations.breakOff(command.name);
    }
  }

  private deliverLater(delayMs: number, deliver: () => void): void {
    this.deliveries.push({ atMs: this.now + Math.ceil(delayMs), order: this.deliveryOrder++, deliver });
  }

  private deliverDue(): void {
    for (;;) {
      const next = this.deliveries.peek();
      if (!next || next.atMs > this.now) return;
      this.deliveries.pop();
      next.deliver();
    }
  }

  private record(request: ApiRequest): void {
    if (request.options?.dryRun) return; // leaves no mark
    this.journalEntry({ atMs: this.now, round: this.rounds, request });
  }

  private journalEntry(entry: JournalEntry): void {
    if (this.journal.length < JOURNAL_ENTRIES_MAX) this.journal.push(entry);
  }

  private traceRequest(component: string, request: ApiRequest, reply: ApiReply): void {
    this.trace.add(this.now, this.rounds, component, requestNote(request, reply));
  }
}

function unreachable(): ApiReply {
  return { code: 0, body: failure(0, 'ConnectionRefused', 'dial tcp: i/o timeout') };
}
