import type { DecisionRecord, RecordRows, Sentence } from '../../protocol/decision';

export function say(key: string, params: Sentence['params'], rows: RecordRows, node?: string): Sentence {
  return { key, params, rows, ...(node ? { node } : {}) };
}

/** "preemption: 0/3 nodes are available: ..." without the plugins' introductions. */
export function remedyOf(reasons: readonly string[] = []): string {
  return reasons.join(', ').replace(/^.*preemption: /, '');
}

export interface Lead {
  readonly plugin: string;
  /** In weighted points. */
  readonly by: number;
}

/** The plugin by which `winner` got furthest ahead of `other`; undefined where it is ahead in none. */
export function widestLead({ scores, scorePlugins }: DecisionRecord, winner: string, other: string): Lead | undefined {
  const ahead = scores.find(({ node }) => node === winner)?.norm ?? [];
  const behind = scores.find(({ node }) => node === other)?.norm ?? [];
  let widest: Lead | undefined;
  scorePlugins.forEach(({ name, weight }, at) => {
    const by = ((ahead[at] ?? 0) - (behind[at] ?? 0)) * weight;
    if (by > (widest?.by ?? 0)) widest = { plugin: name, by };
  });
  return widest;
}
