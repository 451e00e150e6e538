import type { PluginVerdict, PreFilterVerdict, PreemptionRecord } from '../protocol/decision';
import type { NodeInfo } from './framework/node-info';
import type { PodInfo } from './framework/pod-info';
import type { Scores } from './framework/plugin';
import type { ScorePiece } from './score-memory';
import type { Status } from './framework/status';

/** What the search for feasible nodes saw. */
export interface Search {
  /** Nodes the search could walk, in order. */
  readonly order: readonly NodeInfo[];
  /** Index into `order` where it began; it went on modulo its length. */
  readonly start: number;
  /** How many nodes it looked at. */
  readonly examined: number;
  /** Per node looked at, in that order: why not, or undefined where the pod fits. Absent: it fits everywhere it looked. */
  readonly answers?: readonly (Status | undefined)[];
  readonly feasible: readonly NodeInfo[];
  readonly wanted: number;
  readonly nextStart: number;
  readonly total: number;
  /** Node name -> keys of nominated pods it was judged with. */
  readonly nominated?: ReadonlyMap<string, readonly string[]>;
}

export interface Scoring {
  readonly preScore: readonly PluginVerdict[];
  readonly plugins: readonly { readonly name: string; readonly weight: number }[];
  /** Per plugin, aligned with `nodes`. */
  readonly raw: readonly Scores[];
  readonly norm: readonly Scores[];
  readonly nodes: readonly NodeInfo[];
  readonly totals: Scores;
  /** All nodes with the highest total. */
  readonly best: readonly NodeInfo[];
  /** Holds the arrays; whoever keeps the attempt releases it. */
  readonly memory: ScorePiece;
}

/** The outcome of one scheduling cycle, before anything is done about it. */
export interface Attempt {
  readonly pod: PodInfo;
  readonly node?: NodeInfo;
  readonly preFilter: readonly PreFilterVerdict[];
  readonly preFilterNodes?: ReadonlySet<string>;
  readonly search?: Search;
  readonly scoring?: Scoring;
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
