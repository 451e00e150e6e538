/** One attempt as a table, a page at a time: a row for every node the scheduler looked at, a cell for every plugin. */
import type { DecisionRecord, PluginVerdict } from './decision';

/** An attempt without what grows with the number of nodes. */
export type DecisionHead = Omit<DecisionRecord, 'nodes' | 'scores' | 'tieBreak' | 'preFilterNodes' | 'preemption' | 'takesNominatedNode'>;

export type FilterCell = 'pass' | 'fail' | 'notRun';

export interface ScoreCell {
  readonly plugin: string;
  readonly weight: number;
  readonly raw: number;
  /** 0..100, after normalisation. */
  readonly norm: number;
  /** norm x weight: what the total adds up. */
  readonly weighted: number;
}

export interface NodeRow {
  readonly node: string;
  readonly standing: 'chosen' | 'nominated' | 'feasible' | 'rejected';
  /** Aligned with `filterPlugins`. */
  readonly filters: readonly FilterCell[];
  /** Who rejected the node, and why. */
  readonly rejection?: PluginVerdict;
  readonly scores: readonly ScoreCell[];
  readonly total?: number;
  /** 1 for the best; equal totals share a rank. */
  readonly rank?: number;
  readonly victims: number;
}

export interface MatrixColumns {
  readonly filterPlugins: readonly string[];
  readonly scorePlugins: readonly { readonly name: string; readonly weight: number }[];
  /** Of all rows. */
  readonly totalMax: number;
}

export interface Matrix extends MatrixColumns {
  /** The chosen node first, then the feasible by total, then the rejected by name. */
  readonly rows: readonly NodeRow[];
}

/** Rows `from` up to `from + count` of an attempt; the answer is {@link DecisionRows}, or null for no such attempt. */
export interface RowsQuestion {
  readonly type: 'rows';
  readonly namespace: string;
  readonly pod: string;
  readonly id: number;
  readonly from: number;
  readonly count: number;
  /** Only nodes rejected for this reason. */
  readonly reason?: string;
  /** This node comes first. */
  readonly node?: string;
}

export interface DecisionRows extends Matrix {
  /** All rows there are. */
  readonly count: number;
  readonly from: number;
}
