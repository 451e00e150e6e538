import { colourOf } from '../../ui/colours';
import { glyphTokens } from './kinds/PodCanvas';
import { chipBox, podArea } from './model/geometry';
import type { Box } from './model/geometry';
import { overlaps } from './model/sight';
import type { NodeCard } from './model/stage-model';
import { tileLook } from './model/tile';
import type { TileLook } from './model/tile';

/** Zooms from which a tile has room for its name, and for each of its pods. */
const namesZoom = 0.13;
const podsZoom = 0.08;

export interface TilesView {
  readonly nodes: readonly NodeCard[];
  /** Name of the node to be framed. */
  readonly selected: string | undefined;
  /** Tiles with neither this nor a pod with it in the name are dim. */
  readonly wanted: string;
  readonly nowMs: number;
  /** What is on the screen, in stage units, and CSS pixels per unit. */
  readonly sight: Box;
  readonly zoom: number;
}

/** Draws on a context whose units are CSS pixels, from `sight`'s corner. */
export function drawTiles(context: CanvasRenderingContext2D, { nodes, selected, wanted, nowMs, sight, zoom }: TilesView): void {
  for (const card of nodes) {
    if (!overlaps(card.box, sight)) continue;
    const box = {
      x: (card.box.x - sight.x) * zoom,
      y: (card.box.y - sight.y) * zoom,
      width: card.box.width * zoom,
      height: card.box.height * zoom,
    };
    context.globalAlpha = wanted === '' || isWanted(card, wanted) ? 1 : 0.2;
    drawTile(context, card, box, zoom, tileLook(card, nowMs));
    if (card.name === selected) frame(context, box);
  }
  context.globalAlpha = 1;
}

function isWanted({ name, chips }: NodeCard, wanted: string): boolean {
  return name.includes(wanted) || chips.some(({ key }) => key.includes(wanted));
}

const edges: Readonly<Record<TileLook['health'], string>> = {
  ready: '--line-strong',
  starting: '--pod-starting',
  silent: '--pod-pending',
  notReady: '--pod-failed',
};

function drawTile(context: CanvasRenderingContext2D, card: NodeCard, box: Box, zoom: number, { health, load, worst }: TileLook): void {
  const { x, y, width, height } = box;
  const edge = colourOf(edges[health]);
  context.fillStyle = edge;
  context.fillRect(x, y, width, height);
  const line = health === 'ready' ? 0.75 : Math.min(2.5, width / 5);
  context.fillStyle = colourOf(card.node.spec?.unschedulable ? '--surface-3' : '--surface');
  context.fillRect(x + line, y + line, width - 2 * line, height - 2 * line);
  if (load > 0) {
    const full = (height - 2 * line) * load;
    const alpha = context.globalAlpha;
    context.globalAlpha = alpha * 0.4;
    context.fillStyle = colourOf('--bar-cpu');
    context.fillRect(x + line, y + height - line - full, width - 2 * line, full);
    context.globalAlpha = alpha;
  }
  if (zoom >= podsZoom) drawPods(context, card, box, zoom);
  else if (worst) {
    const side = Math.max(2.5, width / 3.5);
    context.fillStyle = colourOf(glyphTokens[worst]);
    context.fillRect(x + width - line - side, y + line, side, side);
  }
  if (zoom < namesZoom) return;
  context.fillStyle = colourOf('--text');
  context.font = `600 ${Math.min(13, 60 * zoom)}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  context.fillText(card.name, x + 12 * zoom + 1, y + 46 * zoom, width - 24 * zoom);
}

function drawPods(context: CanvasRenderingContext2D, { chips, slots, size }: NodeCard, { x, y }: Box, zoom: number): void {
  for (const chip of chips) {
    const place = chipBox(slots.get(chip.uid) ?? 0, size, podArea);
    if (!place) continue;
    context.fillStyle = colourOf(glyphTokens[chip.look.status]);
    context.fillRect(x + place.x * zoom, y + place.y * zoom, Math.max(1, place.width * zoom), Math.max(1, place.height * zoom));
  }
}

function frame(context: CanvasRenderingContext2D, { x, y, width, height }: Box): void {
  context.globalAlpha = 1;
  context.strokeStyle = colourOf('--accent');
  context.lineWidth = 2.5;
  context.strokeRect(x - 2, y - 2, width + 4, height + 4);
}
