import { useEffect, useRef, useSyncExternalStore } from 'react';
import { glyphs } from '../../../ui/glyphs';
import type { GlyphName } from '../../../ui/glyphs';
import { colourOf, coloursVersion, isDark, onColours } from '../../../ui/colours';
import { chipBox } from '../model/geometry';
import type { Box, ChipSize } from '../model/geometry';
import type { PodChip } from '../model/stage-model';
import type { Slots } from '../model/slots';
import { drawNever, drawSoon } from './draw-queue';
import styles from './pods.module.css';

/** Colours of statuses, as tokens. */
export const glyphTokens: Readonly<Record<GlyphName, string>> = {
  pending: '--pod-pending',
  starting: '--pod-starting',
  running: '--pod-running',
  ready: '--pod-ready',
  failed: '--pod-failed',
  succeeded: '--pod-succeeded',
  terminating: '--pod-terminating',
  unknown: '--pod-terminating',
  evicted: '--pod-evicted',
};

/** Sharp up to this zoom. */
const oversampling = 2;

export interface PodCanvasProps {
  readonly area: Box;
  readonly chips: readonly PodChip[];
  readonly slots: Slots;
  readonly size: ChipSize;
  /** Keys of pods with a halo. */
  readonly related: ReadonlySet<string>;
  /** Pods whose key lacks this are dim. */
  readonly wanted: string;
}

/** Many pods of one card as cells on one canvas. */
export function PodCanvas({ area, chips, slots, size, related, wanted }: PodCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useSyncExternalStore(onColours, coloursVersion);
  useEffect(() => {
    const element = canvas.current;
    if (element && colours >= 0) drawSoon(element, () => draw(element, { area, chips, slots, size, related, wanted }));
  }, [area, chips, slots, size, related, wanted, colours]);
  useEffect(() => {
    const element = canvas.current;
    return () => {
      if (element) drawNever(element);
    };
  }, []);
  return <canvas ref={canvas} className={styles.field} style={{ width: area.width, height: area.height }} aria-hidden />;
}

function draw(element: HTMLCanvasElement, { area, chips, slots, size, related, wanted }: PodCanvasProps): void {
  const context = element.getContext('2d');
  if (!context) return;
  if (element.width !== area.width * oversampling) element.width = area.width * oversampling;
  if (element.height !== area.height * oversampling) element.height = area.height * oversampling;
  context.setTransform(oversampling, 0, 0, oversampling, 0, 0);
  context.clearRect(0, 0, area.width, area.height);
  for (const chip of chips) {
    const box = chipBox(slots.get(chip.uid) ?? 0, size, area);
    if (!box) continue;
    const isFaint = !chip.key.includes(wanted);
    context.globalAlpha = isFaint ? 0.2 : 1;
    context.drawImage(
      sprite(chip, box, related.has(chip.key)),
      box.x - area.x - margin,
      box.y - area.y - margin,
      box.width + 2 * margin,
      box.height + 2 * margin,
    );
  }
}

/** Room around a cell for its halo. */
const margin = 1;
/** Cells that look the same are painted once per set of colours; few looks exist at a time. */
const sprites = new Map<string, HTMLCanvasElement>();
const spritesMax = 500;

function sprite({ look: { status }, owner }: PodChip, { width, height }: Box, hasHalo: boolean): HTMLCanvasElement {
  const key = `${status} ${owner.hue} ${width} ${height} ${hasHalo} ${coloursVersion()}`;
  const known = sprites.get(key);
  if (known) return known;
  if (sprites.size >= spritesMax) sprites.clear();
  const element = document.createElement('canvas');
  element.width = (width + 2 * margin) * oversampling;
  element.height = (height + 2 * margin) * oversampling;
  const context = element.getContext('2d');
  if (context) {
    context.scale(oversampling, oversampling);
    context.translate(margin, margin);
    paint(context, status, `hsl(${owner.hue} 62% ${isDark() ? 66 : 38}%)`, width, height, hasHalo);
  }
  sprites.set(key, element);
  return element;
}

function paint(context: CanvasRenderingContext2D, status: GlyphName, owner: string, width: number, height: number, hasHalo: boolean): void {
  const isGoing = status === 'unknown' || status === 'terminating';
  context.globalAlpha = isGoing ? 0.25 : 0.45;
  context.fillStyle = colourOf(glyphTokens[status]);
  context.fillRect(0, 0, width, height);
  context.globalAlpha = 1;
  context.strokeStyle = colourOf(glyphTokens[status]);
  context.lineWidth = status === 'failed' ? 1.8 : 1;
  context.strokeRect(0.5, 0.5, width - 1, height - 1);
  context.fillStyle = owner;
  context.fillRect(0, height - 2, width, 2);
  if (hasHalo) {
    context.strokeStyle = owner;
    context.lineWidth = 2;
    context.strokeRect(0, 0, width, height);
  }
  const glyph = Math.min(width, height) - 4;
  context.translate((width - glyph) / 2, (height - glyph) / 2 - 0.5);
  context.scale(glyph / 12, glyph / 12);
  context.strokeStyle = colourOf('--text');
  context.lineWidth = 1.8;
  context.stroke(new Path2D(glyphs[status].stroke));
}
