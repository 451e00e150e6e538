import type { PreFilterVerdict, PreemptionRecord } from '../protocol/decision';
import type { Column } from './column';
import type { NodeInfo } from './framework/node-info';
import type { PodInfo } from './framework/pod-info';
import type { Scoring } from './scoring';
import type { Status } from './framework/status';

/** What the search for feasible nodes saw. */
export interface Search {
  /** Nodes the search could walk, in order. */
  readonly order: readonly NodeInfo[];
  /** Index into `order` where it began; it went on modulo its length. */
  readonly start: number;
  /** How many nodes it looked at. */
  readonly examined: number;
  /** On how many of them the pod fits. */
  readonly feasible: number;
  /** Distinct answers of filters that turned nodes away, in the order they were first given. */
  readonly statuses: readonly Status[];
  /** Per node looked at, in that order: 0 where the pod fits, else 1 + index of the answer. Absent: it fits everywhere it looked. */
  readonly answers: Column | undefined;
  readonly wanted: number;
  readonly nextStart: number;
  readonly total: number;
  /** Node name -> keys of nominated pods it was judged with. */
  readonly nominated: ReadonlyMap<string, readonly string[]> | undefined;
}

/** The outcome of one scheduling cycle, before anything is done about it. Whoever keeps it releases its columns. */
export interface Attempt {
  readonly pod: PodInfo;
  readonly node?: NodeInfo | undefined;
  readonly preFilter: readonly PreFilterVerdict[];
  readonly preFilterNodes?: ReadonlySet<string> | undefined;
  readonly search?: Search | undefined;
  readonly scoring?: Scoring | undefined;
  readonly takesNominatedNode?: true;
  /** No node: why, in one sentence, without and with what preemption says. */
  readonly fitError?: string;
  readonly message?: string;
  /** The attempt broke down; the pod did not meet a verdict. */
  readonly error?: string;
  readonly unschedulablePlugins: readonly string[];
  readonly pendingPlugins: readonly string[];
  readonly preemption?: PreemptionRecord;
  readonly postFilterCode?: string;
  /** "" clears the nomination. */
  readonly nominatedNode?: string;
  readonly victims?: readonly PodInfo[];
}

/** The node looked at as the `at`-th. */
export function nodeAt({ order, start }: Search, at: number): NodeInfo {
  return order[(start + at) % order.length] as NodeInfo;
}

/** Why not; undefined where the pod fits. */
export function answerAt({ statuses, answers }: Search, at: number): Status | undefined {
  return answers && statuses[answers.at(at) - 1];
}

/** In the order they were looked at. */
export function feasibleNodes(search: Search): readonly NodeInfo[] {
  const { order, start, examined, answers } = search;
  if (!answers) {
    const end = start + examined;
    return end <= order.length ? order.slice(start, end) : [...order.slice(start), ...order.slice(0, end - order.length)];
  }
  const nodes: NodeInfo[] = [];
  for (let at = 0; at < examined; at++) if (answers.at(at) === 0) nodes.push(nodeAt(search, at));
  return nodes;
}
