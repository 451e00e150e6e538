import type { ReactNode } from 'react';

export type GlyphName = 'pending' | 'starting' | 'running' | 'ready' | 'failed' | 'succeeded' | 'terminating' | 'unknown' | 'evicted';

/** Drawn, not typed: fonts disagree about these signs or lack them. 12 x 12. */
const shapes: Readonly<Record<GlyphName, ReactNode>> = {
  pending: <path d="M3 1.5h6M3 10.5h6M3.5 1.5c0 3 2.5 3 2.5 4.5s-2.5 1.5-2.5 4.5M8.5 1.5c0 3-2.5 3-2.5 4.5s2.5 1.5 2.5 4.5" />,
  starting: <path d="M6 1.5v8M2.5 6.5L6 10l3.5-3.5" />,
  running: (
    <>
      <circle cx="6" cy="6" r="4.3" />
      <path d="M6 1.7a4.3 4.3 0 0 0 0 8.6z" fill="currentColor" stroke="none" />
    </>
  ),
  ready: <path d="M1.8 6.5L4.8 9.5L10.2 2.8" />,
  failed: <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" />,
  succeeded: <rect x="2.5" y="2.5" width="7" height="7" fill="currentColor" />,
  terminating: <path d="M2 6h8" />,
  unknown: (
    <>
      <path d="M3.5 4.2a2.5 2.5 0 1 1 3.7 2.2c-.8.4-1.2.800-1.2 1.6" />
      <circle cx="6" cy="10.3" r=".7" fill="currentColor" stroke="none" />
    </>
  ),
  evicted: (
    <>
      <path d="M6 1.8L10 6.5H2z" fill="currentColor" />
      <path d="M2 9.8h8" />
    </>
  ),
};

/** The sign of a pod's status, in the current colour. */
export function StatusGlyph({ name, size = 12 }: { readonly name: GlyphName; readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" fill="none" stroke="currentColor" strokeWidth={1.8} strokeLinecap="round" strokeLinejoin="round" aria-hidden>
      {shapes[name]}
    </svg>
  );
}
