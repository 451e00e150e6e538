/** Scores of the nodes that fit: raw, normalised, weighted sum (source: kube-scheduler schedule_one.go prioritizeNodes, 1.36). */
import type { PluginVerdict } from '../protocol/decision';
import { feasibleNodes } from './attempt';
import type { Search } from './attempt';
import { Column } from './column';
import type { CycleState } from './framework/cycle-state';
import type { Framework } from './framework/framework';
import type { NodeInfo } from './framework/node-info';
import type { Scores } from './framework/plugin';
import type { PodInfo } from './framework/pod-info';
import type { Status } from './framework/status';

/** Scores as they are kept. Rows are the feasible nodes in the order of the search. */
export class Scoring {
  constructor(
    readonly preScore: readonly PluginVerdict[],
    readonly plugins: readonly { readonly name: string; readonly weight: number }[],
    /** Per plugin. The normalised column is the raw one where the plugin does not normalise. */
    readonly raw: readonly Column[],
    readonly norm: readonly Column[],
    private readonly rows: number,
    private readonly scored: Search | readonly NodeInfo[],
  ) {}

  get nodes(): readonly NodeInfo[] {
    return 'order' in this.scored ? feasibleNodes(this.scored) : this.scored;
  }

  /** Per row. */
  get totals(): number[] {
    const weights = this.plugins.map(({ weight }) => weight);
    return Array.from({ length: this.rows }, (_, row) =>
      this.norm.reduce((total, column, at) => total + column.at(row) * (weights[at] as number), 0),
    );
  }

  /** All nodes with the highest total. */
  get best(): readonly NodeInfo[] {
    const { totals, nodes } = this;
    const most = totals.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    return nodes.filter((_, row) => totals[row] === most);
  }

  /** How many numbers somebody who asks gets. */
  get cells(): number {
    return this.rows * (1 + 2 * this.plugins.length);
  }

  /** Of its columns. */
  get bytes(): number {
    let bytes = 0;
    for (let at = 0; at < this.raw.length; at++) {
      const [raw, norm] = [this.raw[at] as Column, this.norm[at] as Column];
      bytes += raw.bytes + (norm === raw ? 0 : norm.bytes);
    }
    return bytes;
  }

  release(): void {
    for (let at = 0; at < this.raw.length; at++) {
      const [raw, norm] = [this.raw[at] as Column, this.norm[at] as Column];
      raw.release();
      if (norm !== raw) norm.release();
    }
  }
}

/**
 * Scores `nodes`, and leaves their totals (but for a part that is the same for all) in the framework's scratch, where `search`, if it has
 * just found them, has left their slots.
 */
export function scoreNodes(
  framework: Framework,
  state: CycleState,
  pod: PodInfo,
  nodes: readonly NodeInfo[],
  search?: Search,
): Scoring | Status {
  const preScore = framework.runPreScore(state, pod, nodes);
  if (preScore.failed) return preScore.failed;
  const { plugins, named, localIndexes } = framework.scorersFor(state);
  const { scratch } = framework;
  const rows = nodes.length;
  scratch.reserve(rows);
  const { slots } = scratch;
  if (!search) for (let at = 0; at < rows; at++) slots[at] = (nodes[at] as NodeInfo).slot;
  const scores = scratch.scoresOf(rows);
  const totals = scratch.totals.fill(0, 0, rows);
  const table = framework.tableOf(pod);
  table.askScorers(state, pod, nodes, slots);
  const raw: Column[] = [];
  const norm: Column[] = [];
  for (let at = 0; at < plugins.length; at++) {
    const { plugin, weight } = plugins[at] as (typeof plugins)[number];
    const local = table.column(localIndexes[at] as number);
    let column: Column;
    if (local && local.min === local.max) column = Column.of(scores.fill(local.min), rows, local.min, local.min);
    else if (local) column = gather(local.cells, slots, scores);
    else {
      if (plugin.scoreBySlot) plugin.scoreBySlot(state, pod, slots, scores);
      else for (let row = 0; row < rows; row++) scores[row] = plugin.score?.(state, pod, nodes[row] as NodeInfo) ?? 0;
      column = Column.copyOf(scores, rows);
    }
    raw.push(column);
    if (plugin.normalizeScore) {
      plugin.normalizeScore(state, pod, scores, nodes);
      column = Column.copyOf(scores, rows);
    }
    norm.push(column);
    if (!column.isConstant) addWeighted(totals, scores, weight);
  }
  return new Scoring(preScore.verdicts, named, raw, norm, rows, search ?? nodes);
}

function gather(column: Int32Array, slots: Int32Array, scores: Scores): Column {
  let min = column[slots[0] as number] as number;
  let max = min;
  for (let at = 0; at < scores.length; at++) {
    const score = column[slots[at] as number] as number;
    scores[at] = score;
    if (score < min) min = score;
    else if (score > max) max = score;
  }
  return Column.of(scores, scores.length, min, max);
}

function addWeighted(totals: Int32Array, scores: Scores, weight: number): void {
  for (let at = 0; at < scores.length; at++) totals[at] = (totals[at] as number) + (scores[at] as number) * weight;
}

/** The row with the highest of the totals that the last scoring left; of several, the one drawn. */
export function bestRow({ scratch, handle }: Framework, rows: number): number {
  const { totals } = scratch;
  let most = totals[0] as number;
  let count = 1;
  let first = 0;
  for (let row = 1; row < rows; row++) {
    const total = totals[row] as number;
    if (total > most) {
      most = total;
      count = 1;
      first = row;
    } else if (total === most) count++;
  }
  let left = count === 1 ? 0 : handle.random(count);
  let row = first;
  for (; left > 0; left--)
    do row++;
    while (totals[row] !== most);
  return row;
}
