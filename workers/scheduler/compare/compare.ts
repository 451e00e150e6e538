/** The same stream of pods under two configurations, or two seeds, side by side. Pure; plain JSON. */
import type { Pod } from '../../resources/core/pods/types';
import type { ClusterLists } from '../decide';
import { measuresOf } from './measures';
import type { Measures } from './measures';
import { runStream } from './run';
import type { RunOptions } from './run';

export interface ComparedPod {
  readonly pod: string;
  /** Where it went in either run; absent: nowhere. */
  readonly a?: string;
  readonly b?: string;
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
}

export interface Unplaced {
  readonly pod: string;
  readonly message: string;
}

export function compare(cluster: ClusterLists, stream: readonly Pod[], a: RunOptions, b: RunOptions): Comparison {
  const first = runStream(cluster, stream, a);
  const second = runStream(cluster, stream, b);
  const placements = first.placements.map(({ pod, node }, index): ComparedPod => {
    const other = second.placements[index]?.node;
    return { pod, ...(node ? { a: node } : {}), ...(other ? { b: other } : {}) };
  });
  const index = placements.findIndex((each) => each.a !== each.b);
  const divergence = placements[index];
  const unplaced = ({ placements: all }: typeof first) =>
    all.flatMap(({ pod, node, message = '' }) => (node === undefined ? [{ pod, message }] : []));
  return {
    a: measuresOf(first),
    b: measuresOf(second),
    placements,
    different: placements.filter((each) => each.a !== each.b).length,
    ...(divergence ? { firstDivergence: { index, ...divergence } } : {}),
    pending: { a: unplaced(first), b: unplaced(second) },
  };
}
