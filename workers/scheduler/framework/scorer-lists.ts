import type { Plugin } from './plugin';

export interface WeightedPlugin {
  readonly plugin: Plugin;
  readonly weight: number;
}

/** The score plugins that run in an attempt. */
export interface Scorers {
  readonly plugins: readonly WeightedPlugin[];
  readonly named: readonly { readonly name: string; readonly weight: number }[];
  /** Position in the table of kept scores; -1 where a plugin's scores are not kept. */
  readonly localIndexes: readonly number[];
}

/** Score plugins less those that were skipped; the same lists for the same set of skipped ones. */
export class ScorerLists {
  private readonly known = new WeakMap<ReadonlySet<string>, Scorers>();

  constructor(
    private readonly all: readonly WeightedPlugin[],
    private readonly local: readonly Plugin[],
  ) {}

  without(skipped: ReadonlySet<string>): Scorers {
    let known = this.known.get(skipped);
    if (!known) {
      const plugins = this.all.filter(({ plugin }) => !skipped.has(plugin.name));
      const named = plugins.map(({ plugin, weight }) => ({ name: plugin.name, weight }));
      known = { plugins, named, localIndexes: plugins.map(({ plugin }) => this.local.indexOf(plugin)) };
      this.known.set(skipped, known);
    }
    return known;
  }
}
