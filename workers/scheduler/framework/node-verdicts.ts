import type { CycleState } from './cycle-state';
import type { NodeInfo } from './node-info';
import type { Plugin } from './plugin';
import type { PodFacts, PodInfo } from './pod-info';
import type { Status } from './status';

/**
 * Answers of node-local plugins, kept per pod template and node while the node stays unchanged. A node's generation is
 * never given twice, so a kept answer is the very answer the plugin would give again; nothing is approximated.
 */
export class NodeVerdicts {
  /** Templates kept at once; more would cost memory (nodes x plugins numbers each) for templates that are over. */
  private static readonly templatesMax = 64;
  /** Least recently used first. */
  private readonly tables = new Map<number, VerdictTable>();
  private newest = 0;

  tableOf(facts: PodFacts, filters: readonly Plugin[], scorers: readonly Plugin[]): VerdictTable {
    const known = this.tables.get(facts.id);
    if (known && facts.id === this.newest) return known;
    if (known) this.tables.delete(facts.id);
    else if (this.tables.size >= NodeVerdicts.templatesMax) this.tables.delete(this.tables.keys().next().value as number);
    const table = known ?? new VerdictTable(filters, scorers);
    this.tables.set(facts.id, table);
    this.newest = facts.id;
    return table;
  }

  clear(): void {
    this.tables.clear();
  }
}

/** Verdicts for one template; arrays are indexed by node slot. */
export class VerdictTable {
  private readonly filterGenerations: number[] = [];
  private readonly rejections: (Status | undefined)[] = [];
  private readonly scoreGenerations: number[] = [];
  private readonly columns: readonly number[][];

  constructor(
    private readonly filters: readonly Plugin[],
    private readonly scorers: readonly Plugin[],
  ) {
    this.columns = scorers.map(() => []);
  }

  /** The first of the node-local filters (in the profile's order) that rejects. */
  filter(state: CycleState, pod: PodInfo, node: NodeInfo): Status | undefined {
    const { slot, generation } = node;
    if (this.filterGenerations[slot] === generation) return this.rejections[slot];
    let rejection: Status | undefined;
    for (const plugin of this.filters) {
      if (state.skipFilter.has(plugin.name)) continue;
      rejection = plugin.filter?.(state, pod, node);
      if (rejection) break;
    }
    this.filterGenerations[slot] = generation;
    this.rejections[slot] = rejection;
    return rejection;
  }

  /** Scores of every node-local scorer for these nodes, per scorer indexed by slot; skipped scorers are left as they were. */
  scores(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[]): readonly (readonly number[])[] {
    for (const node of nodes) {
      const { slot, generation } = node;
      if (this.scoreGenerations[slot] === generation) continue;
      this.scoreGenerations[slot] = generation;
      for (let at = 0; at < this.scorers.length; at++) {
        const plugin = this.scorers[at] as Plugin;
        (this.columns[at] as number[])[slot] = state.skipScore.has(plugin.name) ? 0 : (plugin.score?.(state, pod, node) ?? 0);
      }
    }
    return this.columns;
  }
}
