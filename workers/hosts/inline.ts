/**
 * A whole cluster in the calling thread, driven by hand: tests, benchmarks, embeds. Everything is synchronous; time moves
 * only in `advance`.
 */
import type { ApiReply, ApiRequest } from '../api/request';
import { planAdvance } from '../cluster/advance';
import type { Advance } from '../cluster/advance';
import { Cluster } from '../cluster/cluster';
import { factoryOf } from '../cluster/component-table';
import type { ComponentTable } from '../cluster/component-table';
import { runInline } from '../cluster/drivers';
import { controllerComponents } from '../cluster/groups/controllers';
import { nodeComponents } from '../cluster/groups/nodes';
import { schedulerComponents } from '../cluster/groups/scheduler';
import { logQuestion, logText } from '../cluster/logs';
import type { ClusterSpec } from '../cluster/spec';
import type { LogsAnswer } from '../kubelet/node-queries';
import type { ClockState } from '../protocol/page';
import type { ComponentSpec, GroupName } from '../sim/component';
import { ComponentGroup } from '../sim/group';
import type { GroupBatch } from '../sim/group';
import type { ExternalMessage, Journal } from '../sim/journal';
import type { WatchSink } from '../sim/runner';

export interface InlineCluster {
  readonly cluster: Cluster;
  readonly nowMs: number;
  readonly clock: ClockState;
  /** A request from outside, journaled. Answered at once, also where the server would wait for something to come (ApiReply.again). */
  handle(request: ApiRequest): ApiReply;
  /** A message to a component, journaled; `onReply` as in Simulation.externalMessage. Returns the conversation's id. */
  message(message: ExternalMessage, onReply: (reply: unknown) => void): number;
  /** Events are handed over inside the writes that cause them. Throws the Status of a refused watch. */
  watch(request: ApiRequest, sink: WatchSink): () => void;
  advance(order: Advance): ClockState;
  /** A component's answer to a read-only question; undefined when it does not run. */
  query(component: string, question: unknown): unknown;
  start(spec: ComponentSpec): void;
  stop(name: string): void;
  hash(): string;
  journal(): Journal<ClusterSpec>;
}

export interface InlineOptions {
  /** Further kinds of components (clients that tests bring). */
  readonly components?: ComponentTable;
  /** Called after each request of a component or from outside; for checkers. */
  readonly afterRound?: () => void;
}

export function createInlineCluster(spec: ClusterSpec, options: InlineOptions = {}): InlineCluster {
  const cluster = new Cluster(spec);
  const { simulation } = cluster;
  const groups = inlineGroups(spec.seed, options.components);
  const runners = {
    scheduler: (batch: GroupBatch) => groups.scheduler.run(batch),
    controllers: (batch: GroupBatch) => groups.controllers.run(batch),
    nodes: (batch: GroupBatch) => groups.nodes.run(batch),
  };
  const clock = (): ClockState => ({ nowMs: simulation.nowMs, paused: true, speed: 1, round: simulation.round, idle: simulation.idle });
  const query = (component: string, question: unknown) => {
    const group = simulation.groupOf(component);
    return group && groups[group].query(component, question);
  };
  cluster.logs = (pod, options) => {
    const { component, question } = logQuestion(pod, options, simulation.nowMs);
    return logText(pod, options, query(component, question) as LogsAnswer | undefined);
  };
  return {
    cluster,
    get nowMs() {
      return simulation.nowMs;
    },
    get clock() {
      return clock();
    },
    handle: (request) => simulation.external(request),
    message: (message, onReply) => simulation.externalMessage(message, onReply),
    watch(request, sink) {
      const opened = simulation.externalWatch(request, sink);
      if ('stop' in opened) return () => opened.stop();
      throw new Error(JSON.stringify(opened.body));
    },
    advance(order) {
      const { afterRound } = options;
      runInline(simulation, runners, planAdvance(order, simulation.nowMs), afterRound && (() => (afterRound(), false)));
      return clock();
    },
    query,
    start: (component) => simulation.start(component),
    stop: (name) => simulation.stop(name),
    hash: () => cluster.hash(),
    journal: () => cluster.journal(),
  };
}

/** A cluster in which everything that the journal records has happened again, at the same places. */
export function replay(journal: Journal<ClusterSpec>, options: InlineOptions = {}): InlineCluster {
  const again = createInlineCluster(journal.spec, options);
  for (const entry of journal.entries) {
    const rounds = entry.round - again.clock.round;
    if (rounds > 0) again.advance({ rounds });
    again.cluster.simulation.jump(entry.atMs);
    again.cluster.simulation.repeat(entry);
  }
  return again;
}

export function inlineGroups(seed: number, extra: ComponentTable = {}): Record<GroupName, ComponentGroup> {
  const factory = factoryOf(schedulerComponents, controllerComponents, nodeComponents, extra);
  return {
    scheduler: new ComponentGroup(seed, factory),
    controllers: new ComponentGroup(seed, factory),
    nodes: new ComponentGroup(seed, factory),
  };
}
