import { glyphs } from './glyphs';
import type { GlyphName } from './glyphs';

/** The sign of a pod's status, in the current colour. */
export function StatusGlyph({ name, size = 12 }: { readonly name: GlyphName; readonly size?: number }) {
  const { stroke, fill } = glyphs[name];
  return (
    <svg width={size} height={size} viewBox="0 0 12 12" fill="none" aria-hidden>
      {fill && <path d={fill} fill="currentColor" />}
      <path d={stroke} stroke="currentColor" strokeWidth={1.8} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
