import type { CycleState } from './cycle-state';
import type { NodeInfo } from './node-info';
import type { Plugin, Snapshot } from './plugin';
import type { PodFacts, PodInfo } from './pod-info';
import type { Status } from './status';

/**
 * Answers of node-local plugins, kept per pod template and node while the node stays unchanged: a kept answer is the very answer the
 * plugin would give again; nothing is approximated.
 */
export class NodeVerdicts {
  /** Templates kept at once; more would cost memory (nodes x plugins numbers each) for templates that are over. */
  private static readonly templatesMax = 64;
  /** Least recently used first. */
  private readonly tables = new Map<number, VerdictTable>();
  private newest = 0;

  constructor(private readonly snapshot: Snapshot) {}

  /** Knows of all changes of nodes until now. */
  tableOf(facts: PodFacts, filters: readonly Plugin[], scorers: readonly Plugin[]): VerdictTable {
    const known = this.tables.get(facts.id);
    if (!known || facts.id !== this.newest) {
      if (known) this.tables.delete(facts.id);
      else if (this.tables.size >= NodeVerdicts.templatesMax) this.tables.delete(this.tables.keys().next().value as number);
      this.tables.set(facts.id, known ?? new VerdictTable(filters, scorers));
      this.newest = facts.id;
    }
    const table = this.tables.get(facts.id) as VerdictTable;
    table.catchUp(this.snapshot);
    return table;
  }

  clear(): void {
    this.tables.clear();
  }
}

/** Verdicts for one template; arrays are indexed by node slot. */
export class VerdictTable {
  private position = 0;
  /** 1: the node has not changed since it was asked. */
  private filterFresh = new Uint8Array();
  private scoreFresh = new Uint8Array();
  private readonly rejections: (Status | undefined)[] = [];
  private columns: Int32Array[];
  private readonly outdate = (slot: number): void => {
    this.filterFresh[slot] = 0;
    this.scoreFresh[slot] = 0;
  };

  constructor(
    private readonly filters: readonly Plugin[],
    private readonly scorers: readonly Plugin[],
  ) {
    this.columns = scorers.map(() => new Int32Array());
  }

  catchUp(snapshot: Snapshot): void {
    if (this.filterFresh.length < snapshot.slots || !snapshot.changes.visitSince(this.position, this.outdate)) {
      this.filterFresh = new Uint8Array(snapshot.slots);
      this.scoreFresh = new Uint8Array(snapshot.slots);
      this.columns = this.scorers.map(() => new Int32Array(snapshot.slots));
    }
    this.position = snapshot.changes.end;
  }

  /** The first of the node-local filters (in the profile's order) that rejects. */
  filter(state: CycleState, pod: PodInfo, node: NodeInfo, slot: number): Status | undefined {
    return this.filterFresh[slot] === 1 ? this.rejections[slot] : this.askFilters(state, pod, node, slot);
  }

  private askFilters(state: CycleState, pod: PodInfo, node: NodeInfo, slot: number): Status | undefined {
    let rejection: Status | undefined;
    for (const plugin of this.filters) {
      if (state.skipFilter.has(plugin.name)) continue;
      rejection = plugin.filter?.(state, pod, node);
      if (rejection) break;
    }
    this.filterFresh[slot] = 1;
    this.rejections[slot] = rejection;
    return rejection;
  }

  /** Scores of every node-local scorer for these nodes (`slots` may be longer), per scorer indexed by slot. */
  scores(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[], slots: Int32Array): readonly Int32Array[] {
    for (let at = 0; at < nodes.length; at++) {
      if (this.scoreFresh[slots[at] as number] === 0) this.askScorers(state, pod, nodes[at] as NodeInfo);
    }
    return this.columns;
  }

  private askScorers(state: CycleState, pod: PodInfo, node: NodeInfo): void {
    this.scoreFresh[node.slot] = 1;
    for (let at = 0; at < this.scorers.length; at++) {
      const plugin = this.scorers[at] as Plugin;
      (this.columns[at] as Int32Array)[node.slot] = state.skipScore.has(plugin.name) ? 0 : (plugin.score?.(state, pod, node) ?? 0);
    }
  }
}
