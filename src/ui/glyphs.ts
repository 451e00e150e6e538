/** The signs of a pod's status as SVG path data in a 12 x 12 box. Drawn, not typed: fonts disagree about such signs or lack them. */
export type GlyphName = 'pending' | 'starting' | 'running' | 'ready' | 'failed' | 'succeeded' | 'terminating' | 'unknown' | 'evicted';

export interface Glyph {
  readonly stroke: string;
  readonly fill?: string;
}

export const glyphs: Readonly<Record<GlyphName, Glyph>> = {
  pending: { stroke: 'M3 1.5h6M3 10.5h6M3.5 1.5c0 3 2.5 3 2.5 4.5s-2.5 1.5-2.5 4.5M8.5 1.5c0 3-2.5 3-2.5 4.5s2.5 1.5 2.5 4.5' },
  starting: { stroke: 'M6 1.5v8M2.5 6.5L6 10l3.5-3.5' },
  running: { stroke: 'M6 1.7a4.3 4.3 0 1 1 0 8.6a4.3 4.3 0 1 1 0-8.6z', fill: 'M6 1.7a4.3 4.3 0 0 0 0 8.6z' },
  ready: { stroke: 'M1.8 6.5L4.8 9.5L10.2 2.8' },
  failed: { stroke: 'M2.5 2.5l7 7M9.5 2.5l-7 7' },
  succeeded: { stroke: 'M2.5 2.5h7v7h-7z', fill: 'M2.5 2.5h7v7h-7z' },
  terminating: { stroke: 'M2 6h8' },
  unknown: { stroke: 'M3.5 4.2a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.2.8-1.2 1.6M6 10.3v.1' },
  evicted: { stroke: 'M6 1.8L10 6.5H2zM2 9.8h8', fill: 'M6 1.8L10 6.5H2z' },
};
