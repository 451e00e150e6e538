import { useEffect, useRef, useSyncExternalStore } from 'react';
import { glyphs } from '../../../ui/glyphs';
import type { GlyphName } from '../../../ui/glyphs';
import { colourOf, coloursVersion, isDark, onColours } from '../../../ui/colours';
import { chipBox } from '../model/geometry';
import type { Box } from '../model/geometry';
import type { PodChip } from '../model/stage-model';
import type { Slots } from '../model/slots';
import styles from './pods.module.css';

const statusTokens: Readonly<Record<GlyphName, string>> = {
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

export interface DotFieldProps {
  readonly area: Box;
  readonly chips: readonly PodChip[];
  readonly slots: Slots;
  /** Pods whose key lacks this are dim. */
  readonly wanted: string;
}

/** Many pods of one card as squares on one canvas; the buttons above it are invisible. */
export function DotField({ area, chips, slots, wanted }: DotFieldProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const colours = useSyncExternalStore(onColours, coloursVersion);
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element && context && colours >= 0) draw(element, context, { area, chips, slots, wanted });
  }, [area, chips, slots, wanted, colours]);
  return (
    <canvas
      ref={canvas}
      className={styles.field}
      style={{ left: area.x, top: area.y, width: area.width, height: area.height }}
      aria-hidden
    />
  );
}

function draw(element: HTMLCanvasElement, context: CanvasRenderingContext2D, { area, chips, slots, wanted }: DotFieldProps): void {
  element.width = area.width * oversampling;
  element.height = area.height * oversampling;
  const ownerLightness = isDark() ? 66 : 38;
  const paths = new Map<GlyphName, Path2D>();
  for (const chip of chips) {
    const box = chipBox(slots.get(chip.uid) ?? 0, 'dot', area);
    if (!box) continue;
    const { status } = chip.look;
    context.setTransform(oversampling, 0, 0, oversampling, (box.x - area.x) * oversampling, (box.y - area.y) * oversampling);
    const shown = chip.key.includes(wanted) ? 1 : 0.2;
    context.globalAlpha = shown * (status === 'unknown' || status === 'terminating' ? 0.25 : 0.45);
    context.fillStyle = colourOf(statusTokens[status]);
    context.fillRect(0, 0, box.width, box.height);
    context.globalAlpha = shown;
    context.strokeStyle = colourOf(statusTokens[status]);
    context.lineWidth = status === 'failed' ? 1.8 : 1;
    context.strokeRect(0.5, 0.5, box.width - 1, box.height - 1);
    context.fillStyle = `hsl(${chip.owner.hue} 62% ${ownerLightness}%)`;
    context.fillRect(0, box.height - 2, box.width, 2);
    context.translate(2, 1.5);
    context.scale(7 / 12, 7 / 12);
    context.strokeStyle = colourOf('--text');
    context.lineWidth = 1.8;
    let path = paths.get(status);
    if (!path) paths.set(status, (path = new Path2D(glyphs[status].stroke)));
    context.stroke(path);
  }
}
