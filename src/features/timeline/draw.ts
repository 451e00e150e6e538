import { colourOf } from '../../ui/colours';
import type { History } from './history';
import { xOf } from './scale';
import type { TimeScale } from './scale';

/** Changes in one second that fill the strip's height. */
const fullDensity = 60;
const axisHeight = 14;

/** Past lane: density from below, decisions and failures as ticks above it, faults as bars at the top. */
export function drawTimeline(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  scale: TimeScale,
  history: History,
  nowMs: number,
): void {
  context.clearRect(0, 0, width, height);
  drawAxis(context, width, height, scale, nowMs);
  const base = height - axisHeight;
  const barWidth = Math.max(1, scale.pixelsPerSecond - 0.4);
  for (const [second, counts] of history.seconds) {
    const x = xOf(scale, second * 1000, nowMs);
    if (x + barWidth < 0 || x > width) continue;
    if (counts.changes > 0) {
      const tall = (Math.log1p(counts.changes) / Math.log1p(fullDensity)) * (base - 12);
      context.fillStyle = colourOf('--text-3');
      context.fillRect(x, base - Math.min(tall, base - 12), barWidth, Math.min(tall, base - 12));
    }
    if (counts.scheduled > 0) tick(context, x, base, colourOf('--accent'));
    if (counts.warnings + counts.unschedulable > 0) tick(context, x, base, colourOf('--pod-pending'));
  }
  context.fillStyle = colourOf('--pod-failed');
  for (const { fromMs, toMs } of history.faults.values()) {
    const x = xOf(scale, fromMs, nowMs);
    const end = toMs === undefined ? scale.nowX : xOf(scale, toMs, nowMs);
    if (end >= 0) context.fillRect(x, 4, Math.max(3, end - x), 4);
  }
}

function tick(context: CanvasRenderingContext2D, x: number, base: number, colour: string): void {
  context.fillStyle = colour;
  context.fillRect(x, base - 4, 2, 6);
}

function drawAxis(context: CanvasRenderingContext2D, width: number, height: number, scale: TimeScale, nowMs: number): void {
  const stepMs = 60_000;
  context.font = '10px system-ui, sans-serif';
  context.textBaseline = 'bottom';
  const firstMs = nowMs - (scale.nowX / scale.pixelsPerSecond) * 1000;
  for (let atMs = Math.max(0, Math.ceil(firstMs / stepMs) * stepMs); ; atMs += stepMs) {
    const x = Math.round(xOf(scale, atMs, nowMs));
    if (x > width) break;
    context.fillStyle = colourOf('--line');
    context.fillRect(x, 0, 1, height);
    context.fillStyle = colourOf('--text-3');
    context.fillText(minutes(atMs), x + 4, height - 2);
  }
}

function minutes(atMs: number): string {
  const total = Math.round(atMs / 60_000);
  return total < 60 ? `${total}:00` : `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}:00`;
}
