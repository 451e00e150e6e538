/**
 * What the scheduler tells about one attempt to place one pod: everything it asked its plugins and what they answered.
 * Plain JSON; the answer to the question `{type: 'decisions', namespace?, pod?}` is a list of these, newest last.
 */
import type { RowsQuestion } from './decision-rows';

export type DecisionCode = 'Success' | 'Error' | 'Unschedulable' | 'UnschedulableAndUnresolvable' | 'Wait' | 'Skip' | 'Pending';

export interface PluginVerdict {
  readonly plugin: string;
  readonly code: DecisionCode;
  readonly reasons?: readonly string[];
}

export interface PreFilterVerdict extends PluginVerdict {
  /** The plugin leaves only these nodes (names need not exist). Absent: all. */
  readonly nodes?: readonly string[];
}

/** One node the cycle looked at, in the order it looked. */
export interface NodeVerdict {
  readonly node: string;
  /** Index into `DecisionRecord.statuses` of the first plugin that rejected the node; absent: the node is feasible. */
  readonly failed?: number;
  /** Why the node was judged with nominated pods added: their keys. */
  readonly nominatedPods?: readonly string[];
}

export interface NodeScore {
  readonly node: string;
  /** Aligned with `DecisionRecord.scorePlugins`. */
  readonly raw: readonly number[];
  /** 0..100 each, before the weight. */
  readonly norm: readonly number[];
  /** Sum of norm * weight. */
  readonly total: number;
}

export interface VictimRecord {
  readonly pod: string;
  readonly priority: number;
  readonly startTime?: string;
}

export interface CandidateRecord {
  readonly node: string;
  readonly pdbViolations: number;
  /** Most important first. */
  readonly victims: readonly VictimRecord[];
}

/** The rule that decided among several preemption candidates. */
export type PreemptionCriterion = 'only' | 'pdbViolations' | 'highestPriority' | 'prioritySum' | 'victimCount' | 'startTime' | 'first';

export interface PreemptionRecord {
  readonly verdict: PluginVerdict;
  readonly nominatedNode?: string;
  readonly victims: readonly VictimRecord[];
  readonly candidates: readonly CandidateRecord[];
  /** Nodes that were tried in vain, with the reason. */
  readonly nonCandidates: readonly { readonly node: string; readonly reason: string }[];
  readonly decidedBy?: PreemptionCriterion;
  /** Candidates equal in every criterion, the chosen one among them; absent where one was better than all others. */
  readonly tied?: readonly string[];
  readonly clearsNominatedNode?: true;
}

export interface DecisionRecord {
  /** Rises by 1 with every attempt of this scheduler instance. */
  readonly id: number;
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
  readonly schedulerName: string;
  readonly atMs: number;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly priority: number;
  /** Why the pod was in the queue: the event that put it there and from where it was popped. */
  readonly popped: {
    readonly from: 'activeQ' | 'backoffQ';
    readonly event: string;
    /** The event's object, "default/web-1". */
    readonly object?: string;
    /** The plugin whose queueing hint said that the event may help; absent for a new pod and after a time-out. */
    readonly hintedBy?: string;
    readonly queuedAtMs: number;
  };
  readonly outcome: 'scheduled' | 'unschedulable' | 'gated' | 'error';
  /** Where the pod went (scheduled). */
  readonly node?: string;
  /** The final text, as in the PodScheduled condition, or the event's text of a success. */
  readonly message: string;
  readonly preEnqueue: readonly PluginVerdict[];
  readonly preFilter: readonly PreFilterVerdict[];
  /** What PreFilter plugins left: absent = all nodes. */
  readonly preFilterNodes?: readonly string[];
  /** Distinct filter rejections of this attempt. */
  readonly statuses: readonly PluginVerdict[];
  /** Filter plugins in the order they ran (skipped ones left out). */
  readonly filterPlugins: readonly string[];
  readonly nodes: readonly NodeVerdict[];
  readonly sampling: {
    /** Nodes in the cluster. */
    readonly total: number;
    readonly examined: number;
    readonly feasible: number;
    /** The search stops at this many feasible nodes. */
    readonly wanted: number;
    readonly startIndex: number;
    readonly nextStartIndex: number;
    /** 0: adaptive. */
    readonly percentage: number;
  };
  readonly preScore: readonly PluginVerdict[];
  readonly scorePlugins: readonly { readonly name: string; readonly weight: number }[];
  /** Feasible nodes; empty where nothing was scored (none or one feasible, or the nominated node was taken). */
  readonly scores: readonly NodeScore[];
  /** Set where the highest total was shared. */
  readonly tieBreak?: { readonly best: readonly string[]; readonly chosen: string };
  readonly takesNominatedNode?: true;
  readonly reserve: readonly PluginVerdict[];
  readonly permit: readonly PluginVerdict[];
  readonly preBind: readonly PluginVerdict[];
  readonly bind: readonly PluginVerdict[];
  /** Plugins whose rejection counts: their events bring the pod back. */
  readonly unschedulablePlugins: readonly string[];
  readonly pendingPlugins: readonly string[];
  readonly preemption?: PreemptionRecord;
}

/** Questions the scheduler component answers (Component.query). */
export type SchedulerQuestion =
  /** `heads`: the answer is a list of DecisionHead instead. */
  | { readonly type: 'decisions'; readonly namespace?: string; readonly pod?: string; readonly limit?: number; readonly heads?: boolean }
  | { readonly type: 'queue' }
  | ConfigurationQuestion
  | RowsQuestion
  | WhyQuestion;

/** What runs, or what the scheduler would make of `text` (YAML or JSON); the answer is a {@link ConfigurationAnswer}. */
export interface ConfigurationQuestion {
  readonly type: 'configuration';
  readonly text?: string;
}

export interface ConfigurationAnswer {
  /** Why the scheduler would not start with it, in upstream's words. */
  readonly error?: string;
  /** The KubeSchedulerConfiguration with all defaults, as upstream writes it. */
  readonly complete?: object;
  /** By schedulerName: plugin names in order by extension point, and `scoreWeights` by plugin. */
  readonly profiles?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Why, and on demand why not on one node and what would change it; the answer is {@link DecisionAnswers}, or null for no such attempt. */
export interface WhyQuestion {
  readonly type: 'why';
  readonly namespace: string;
  readonly pod: string;
  /** The attempt's id; absent: the newest. */
  readonly id?: number;
  /** "Why not on this node?" */
  readonly node?: string;
  /** Also look for changes that let the pod in, given the cluster as it is now. */
  readonly changes?: boolean;
}

/** Where in its record a sentence can be checked. */
export interface RecordRows {
  readonly table: 'preEnqueue' | 'preFilter' | 'nodes' | 'scores' | 'sampling' | 'preemption' | 'message';
  readonly plugin?: string;
  readonly nodes?: readonly string[];
}

/** A part of "0/5 nodes are available: 2 Insufficient cpu, ...", with the nodes it speaks of. */
export interface Clause {
  readonly reason: string;
  readonly plugin: string;
  readonly nodes: readonly string[];
  /** No preemption can help on these nodes. */
  readonly unresolvable: boolean;
}

/** A sentence without its words: those of `key` in the reader's language, with the parameters filled in. */
export interface Sentence {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly rows: RecordRows;
  /** The node it speaks of. */
  readonly node?: string;
  /** The clause of the message that it explains. */
  readonly clause?: Clause;
}

export type EditKind =
  | 'removeGate'
  | 'addToleration'
  | 'removeSelector'
  | 'removeNodeAffinity'
  | 'lowerRequest'
  | 'raiseMaxSkew'
  | 'removeSpread'
  | 'removePodAffinity'
  | 'removePodAntiAffinity'
  | 'removeHostPort'
  | 'removeVolume'
  | 'uncordon'
  | 'labelNode'
  | 'removeTaint'
  | 'deletePod'
  | 'addNode';

/** One edit of the pod or of the cluster, with what its words need. */
export interface Edit {
  readonly kind: EditKind;
  readonly params: Readonly<Record<string, string | number>>;
}

/** Edits that together let the pod onto some node. */
export interface Change {
  readonly edits: readonly Edit[];
  /** How many nodes fit then, and the first of them. */
  readonly fits: number;
  readonly node: string;
  /** The rejections that are lifted on the nodes that fit then. */
  readonly rows: RecordRows;
}

export interface DecisionAnswers {
  /** The attempt's. */
  readonly id: number;
  readonly why: readonly Sentence[];
  readonly whyNot?: Sentence;
  /** Smallest first. Absent: not asked for, or the pod has its node. */
  readonly changes?: readonly Change[];
}

/** Where every pending pod waits. */
export interface QueueView {
  readonly active: readonly QueuedPodView[];
  readonly backoff: readonly (QueuedPodView & { readonly untilMs: number })[];
  readonly unschedulable: readonly (QueuedPodView & { readonly gatedBy?: string; readonly rejectedBy: readonly string[] })[];
}

export interface QueuedPodView {
  readonly pod: string;
  readonly priority: number;
  readonly attempts: number;
  readonly queuedAtMs: number;
  /** The node that preemption promised it. */
  readonly nominatedNode?: string;
}
