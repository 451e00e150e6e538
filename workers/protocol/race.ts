/** Two schedulers on the same stream of pods: what the page asks for, what it gets, and what crosses into a sandbox. Plain JSON. */
import type { AnyObject } from '../api/meta';

/** One of the two. `seed`: of the draws among equally good nodes. */
export type Contestant = { readonly seed: number } & (
  | { readonly kind: 'default' | 'mostAllocated' | 'kubernetes10' }
  /** A KubeSchedulerConfiguration, YAML or JSON. */
  | { readonly kind: 'custom'; readonly text: string }
  /** A plugin of one's own: CommonJS, made from its TypeScript. */
  | { readonly kind: 'own'; readonly code: string }
);

export type ContestantKind = Contestant['kind'];

export type RaceStream =
  /** All pods of the cluster that have not ended, oldest first, on its nodes without them. */
  | { readonly kind: 'anew' }
  /** Pods that have no node yet, on top of what runs. */
  | { readonly kind: 'pending' }
  /** So many mixed pods on so many nodes of 4 CPUs and 16 Gi in three zones. */
  | { readonly kind: 'made'; readonly pods: number; readonly nodes: number };

export interface RaceSetup {
  readonly stream: RaceStream;
  readonly a: Contestant;
  readonly b: Contestant;
}

export type Side = 'a' | 'b';

export type RaceProgress = { readonly step: 'reading' } | { readonly step: Side; readonly done: number; readonly total: number };

export interface RaceResult {
  readonly comparison: Comparison;
  /** Real time the decisions took in their thread; not part of what is deterministic. */
  readonly tookMs: Readonly<Record<Side, number>>;
}

export interface ComparedPod {
  readonly pod: string;
  /** Where it went in either run; absent: nowhere. */
  readonly a?: string;
  readonly b?: string;
}

export interface Unplaced {
  readonly pod: string;
  readonly message: string;
}

/** What is requested of a node in the end, as shares of what it can give, 0..1. */
export interface NodeLoad {
  readonly pods: number;
  readonly cpu: number;
  readonly memory: number;
}

export interface ComparedNode {
  readonly node: string;
  readonly zone: string;
  readonly a: NodeLoad;
  readonly b: NodeLoad;
}

export interface Comparison {
  readonly a: Measures;
  readonly b: Measures;
  /** In the order of the stream. */
  readonly placements: readonly ComparedPod[];
  /** How many pods went to different places. */
  readonly different: number;
  /** The first of them, counted from 0; everything before it is the same in both. */
  readonly firstDivergence?: ComparedPod & { readonly index: number };
  /** What fits nowhere, with the reason. */
  readonly pending: { readonly a: readonly Unplaced[]; readonly b: readonly Unplaced[] };
  /** By zone, then in the cluster's order. */
  readonly nodes: readonly ComparedNode[];
}

export interface Measures {
  readonly placed: number;
  readonly pending: number;
  /** Nodes with at least one pod. */
  readonly nodesUsed: number;
  /** Share of what all nodes can give that is requested, 0..1. */
  readonly utilisation: { readonly cpu: number; readonly memory: number };
  /** Of the nodes' shares of requested CPU: how unequal they are (standard deviation, 0..0.5). */
  readonly imbalance: number;
  readonly podsPerNode: { readonly least: number; readonly most: number };
  /** Pods by zone; nodes without a zone count as "". */
  readonly podsPerZone: Readonly<Record<string, number>>;
  /** Share of the free CPU that lies in pieces smaller than the largest request of the stream, 0..1. */
  readonly fragmentation: number;
}

export interface Placement {
  /** "namespace/name". */
  readonly pod: string;
  /** Absent: no node fits. */
  readonly node?: string;
  /** Why none fits. */
  readonly message?: string;
}

/** A call into a plugin of one's own. */
export interface OwnCall {
  readonly point: 'preFilter' | 'filter' | 'preScore' | 'score';
  readonly pod: string;
  readonly node?: string;
}

/** Into the sandbox, once. */
export interface SandboxStart {
  readonly code: string;
  readonly cluster: Readonly<Record<string, readonly AnyObject[]>>;
  readonly stream: readonly AnyObject[];
  readonly seed: number;
  /** A call that takes longer fails the race. */
  readonly callMsMax: number;
}

/** Out of it. Untrusted: the receiver believes nothing but what it checks. */
export type FromSandbox =
  /** Listens. */
  | { readonly type: 'ready' }
  /** Is about to make this call, for pod number `index`; not for every node. */
  | { readonly type: 'at'; readonly index: number; readonly call: OwnCall }
  | { readonly type: 'done'; readonly placements: readonly Placement[]; readonly tookMs: number }
  | { readonly type: 'failed'; readonly message: string };
