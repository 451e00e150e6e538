import type { CycleState } from './cycle-state';
import type { NodeInfo } from './node-info';
import type { Plugin, Snapshot } from './plugin';
import type { PodInfo } from './pod-info';
import type { Status } from './status';

/** A filter that is asked anew for every node, with its place among all filters. */
export interface RemoteFilter {
  readonly rank: number;
  readonly check: (slot: number) => Status | undefined;
}

/** Filters of a profile whose answers do not follow from the node alone. */
export class RemoteFilters {
  private readonly filters: readonly { readonly plugin: Plugin; readonly rank: number }[];
  private readonly ranks: ReadonlyMap<string, number>;

  /** `all` filters in order. */
  constructor(
    all: readonly Plugin[],
    private readonly snapshot: Snapshot,
  ) {
    this.ranks = new Map(all.map(({ name }, rank) => [name, rank]));
    this.filters = all.map((plugin, rank) => ({ plugin, rank })).filter(({ plugin }) => !plugin.nodeLocal);
  }

  areSkipped({ skipFilter }: CycleState): boolean {
    return this.filters.every(({ plugin }) => skipFilter.has(plugin.name));
  }

  /** Those that run in an attempt. */
  of(state: CycleState, pod: PodInfo): readonly RemoteFilter[] {
    const filters: RemoteFilter[] = [];
    for (const { plugin, rank } of this.filters) {
      if (!state.skipFilter.has(plugin.name)) filters.push({ rank, check: this.checkOf(plugin, state, pod) });
    }
    return filters;
  }

  private checkOf(plugin: Plugin, state: CycleState, pod: PodInfo): RemoteFilter['check'] {
    return plugin.filterBySlot?.(state, pod) ?? ((slot) => plugin.filter?.(state, pod, this.snapshot.at(slot) as NodeInfo));
  }

  /** Of a kept rejection by another filter and the answers of these, the first in the order of all filters. */
  firstAnswer(kept: Status, running: readonly RemoteFilter[], slot: number): Status {
    const keptRank = this.ranks.get(kept.plugin) as number;
    for (const { rank, check } of running) {
      if (rank > keptRank) break;
      const answer = check(slot);
      if (answer) return answer;
    }
    return kept;
  }
}
