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
}

/** Verdicts for one template; arrays are indexed by node slot. */
export class VerdictTable {
  private position = 0;
  /** 1: the node has not changed since it was asked. */
  private filterFresh = new Uint8Array();
  private readonly rejections: (Status | undefined)[] = [];
  private readonly scores: readonly KeptScores[];
  /** Per scorer. */
  private readonly columns: readonly KeptColumn[];
  private readonly outdate = (slot: number, labels: boolean): void => {
    if (labels) return;
    this.filterFresh[slot] = 0;
    for (const { fresh } of this.scores) fresh[slot] = 0;
  };

  constructor(
    private readonly filters: readonly Plugin[],
    scorers: readonly Plugin[],
  ) {
    const lasting = new KeptScores(scorers.filter(({ keptWhile }) => !keptWhile));
    const others = scorers.filter(({ keptWhile }) => keptWhile).map((plugin) => new KeptScores([plugin]));
    this.scores = [lasting, ...others];
    const all = this.scores.flatMap(({ columns }) => columns);
    this.columns = scorers.map((scorer) => all.find(({ plugin }) => plugin === scorer) as KeptColumn);
  }

  catchUp(snapshot: Snapshot): void {
    const { slots, changes } = snapshot;
    if (slots > this.filterFresh.length) {
      this.filterFresh = moved(this.filterFresh, new Uint8Array(roomFor(slots)));
      for (const scores of this.scores) scores.grow(slots);
    }
    if (!changes.visitSince(this.position, this.outdate)) for (let slot = 0; slot < slots; slot++) this.outdate(slot, false);
    this.position = changes.end;
    for (const scores of this.scores) scores.checkVersion();
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

  /** Asks every node-local scorer about those of these nodes (`slots` may be longer) that it has no score for. */
  askScorers(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[], slots: Int32Array): void {
    for (const scores of this.scores) scores.ask(state, pod, nodes, slots);
  }

  /** Of the scorer with this number in the profile's list of local ones; none for -1. A skipped scorer has 0. */
  column(scorer: number): KeptColumn | undefined {
    return this.columns[scorer];
  }
}

/** Scores of one scorer by slot. */
interface KeptColumn {
  readonly plugin: Plugin;
  cells: Int32Array;
  /** All scores so far are from `min` to `max`. */
  min: number;
  max: number;
}

/** Columns that go out of date together. */
class KeptScores {
  readonly columns: readonly KeptColumn[];
  fresh = new Uint8Array();
  private version: number | undefined;

  constructor(private readonly scorers: readonly Plugin[]) {
    this.columns = scorers.map((plugin) => ({
      plugin,
      cells: new Int32Array(),
      min: Number.MAX_SAFE_INTEGER,
      max: Number.MIN_SAFE_INTEGER,
    }));
  }

  grow(slots: number): void {
    this.fresh = moved(this.fresh, new Uint8Array(roomFor(slots)));
    for (const column of this.columns) column.cells = moved(column.cells, new Int32Array(roomFor(slots)));
  }

  checkVersion(): void {
    const now = this.scorers[0]?.keptWhile?.();
    if (now !== this.version) this.fresh.fill(0);
    this.version = now;
  }

  ask(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[], slots: Int32Array): void {
    const { fresh } = this;
    for (let at = 0; at < nodes.length; at++) {
      const slot = slots[at] as number;
      if (fresh[slot] === 1) continue;
      fresh[slot] = 1;
      for (const column of this.columns) {
        const { plugin, cells } = column;
        const score = state.skipScore.has(plugin.name) ? 0 : (plugin.score?.(state, pod, nodes[at] as NodeInfo) ?? 0);
        cells[slot] = score;
        column.min = Math.min(column.min, score);
        column.max = Math.max(column.max, score);
      }
    }
  }
}

function roomFor(slots: number): number {
  return Math.ceil(1.5 * slots);
}

/** `to`, with what is in `from`. */
function moved<T extends Uint8Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
