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

interface Tile {
  readonly card: NodeCard;
  readonly look: TileLook;
  /** In CSS pixels. */
  readonly box: Box;
  /** Width of its edge. */
  readonly line: number;
  readonly alpha: number;
}

/** Draws on a context whose units are CSS pixels, from `sight`'s corner; part by part, as a change of colour costs more than a tile. */
export function drawTiles(context: CanvasRenderingContext2D, view: TilesView): void {
  const { zoom, selected } = view;
  const tiles = tilesOf(view);
  for (const { look, box, alpha } of tiles) {
    context.globalAlpha = alpha;
    context.fillStyle = colourOf(edges[look.health]);
    context.fillRect(box.x, box.y, box.width, box.height);
  }
  for (const { card, box, line, alpha } of tiles) {
    context.globalAlpha = alpha;
    context.fillStyle = colourOf(card.node.spec?.unschedulable ? '--surface-3' : '--surface');
    context.fillRect(box.x + line, box.y + line, box.width - 2 * line, box.height - 2 * line);
  }
  context.fillStyle = colourOf('--bar-cpu');
  for (const { look, box, line, alpha } of tiles) {
    const height = (box.height - 2 * line) * look.load;
    if (height === 0) continue;
    context.globalAlpha = alpha * 0.4;
    context.fillRect(box.x + line, box.y + box.height - line - height, box.width - 2 * line, height);
  }
  for (const tile of tiles) {
    context.globalAlpha = tile.alpha;
    if (zoom >= podsZoom) drawPods(context, tile.card, tile.box, zoom);
    else drawWorst(context, tile);
    if (zoom >= namesZoom) drawName(context, tile, zoom);
    if (tile.card.name === selected) frame(context, tile.box);
  }
  context.globalAlpha = 1;
}

function tilesOf({ nodes, wanted, nowMs, sight, zoom }: TilesView): Tile[] {
  return nodes.flatMap((card): Tile[] => {
    if (!overlaps(card.box, sight)) return [];
    const { x, y, width, height } = card.box;
    const look = tileLook(card, nowMs);
    return [
      {
        card,
        look,
        box: { x: (x - sight.x) * zoom, y: (y - sight.y) * zoom, width: width * zoom, height: height * zoom },
        line: look.health === 'ready' ? 0.75 : Math.min(2.5, (width * zoom) / 5),
        alpha: wanted === '' || isWanted(card, wanted) ? 1 : 0.2,
      },
    ];
  });
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

function drawWorst(context: CanvasRenderingContext2D, { look: { worst }, box: { x, y, width }, line }: Tile): void {
  if (!worst) return;
  const side = Math.max(2.5, width / 3.5);
  context.fillStyle = colourOf(glyphTokens[worst]);
  context.fillRect(x + width - line - side, y + line, side, side);
}

function drawName(context: CanvasRenderingContext2D, { card, box: { x, y, width } }: Tile, zoom: number): void {
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
