/** Fixed geometry, in stage units (CSS pixels at zoom 1). Slots come from sorted names only; contents never move a card. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const nodeSize = { width: 360, height: 240 } as const;
export const serviceSize = { width: 188, height: 60 } as const;
export const trafficSize = { width: 188, height: 38 } as const;
export const traySize = { width: 300, height: 118 } as const;
const gap = 28;
const laneGap = 14;
const rowGap = 18;

/** Where pods sit inside a node card. */
export const podArea: Box = { x: 12, y: 92, width: 336, height: 138 };
export const trayArea: Box = { x: 12, y: 32, width: 276, height: 76 };

export type ChipSize = 'chip' | 'small' | 'dot';

interface ChipMetrics {
  readonly width: number;
  readonly height: number;
  readonly gap: number;
}

export const chipMetrics: Readonly<Record<ChipSize, ChipMetrics>> = {
  chip: { width: 56, height: 32, gap: 6 },
  small: { width: 26, height: 20, gap: 4 },
  dot: { width: 11, height: 11, gap: 3 },
};

/** Columns and rows of chips of a size that fit an area. */
export function chipGrid(size: ChipSize, area: Box): { readonly columns: number; readonly rows: number } {
  const { width, height, gap: space } = chipMetrics[size];
  return { columns: Math.floor((area.width + space) / (width + space)), rows: Math.floor((area.height + space) / (height + space)) };
}

/** With more pods than this on the stage none is a full chip: each of those is several elements of the page. */
export const chipsMax = 120;

/** The largest size at which `count` slots fit, of `total` pods on the stage. */
export function chipSizeFor(count: number, area: Box, total = count): ChipSize {
  for (const size of total > chipsMax ? (['small'] as const) : (['chip', 'small'] as const)) {
    const { columns, rows } = chipGrid(size, area);
    if (count <= columns * rows) return size;
  }
  return 'dot';
}

/** Box of a slot, relative to the card. Undefined where it does not fit any more. */
export function chipBox(slot: number, size: ChipSize, area: Box): Box | undefined {
  const { columns, rows } = chipGrid(size, area);
  if (slot >= columns * rows) return undefined;
  const { width, height, gap: space } = chipMetrics[size];
  return { x: area.x + (slot % columns) * (width + space), y: area.y + Math.floor(slot / columns) * (height + space), width, height };
}

export interface StageFrame {
  readonly tray: Box;
  readonly traffic: (column: number) => Box;
  readonly service: (index: number) => Box;
  readonly node: (index: number) => Box;
  readonly bounds: Box;
}

/** "tall" for screens held upright: fewer columns, and the services below the tray. */
export type StageShape = 'wide' | 'tall';

/** The frame for so many nodes and services: tray and services in a lane above a grid of nodes. */
export function stageFrame(nodes: number, services: number, shape: StageShape): StageFrame {
  const columns = nodeColumns(nodes, shape);
  const gridWidth = shape === 'wide' ? gridWidthOf(Math.max(columns, 2)) : Math.max(gridWidthOf(columns), 2 * serviceSize.width + laneGap);
  const laneX = shape === 'wide' ? traySize.width + gap : 0;
  const laneY = shape === 'wide' ? 0 : traySize.height + rowGap;
  const perRow = Math.max(1, Math.floor((gridWidth - laneX + laneGap) / (serviceSize.width + laneGap)));
  const serviceRows = Math.max(1, Math.ceil(services / perRow));
  const serviceY = laneY + trafficSize.height + rowGap;
  const laneHeight = Math.max(traySize.height, serviceY + serviceRows * (serviceSize.height + rowGap) - rowGap);
  const nodesY = laneHeight + 44;
  const rows = Math.max(1, Math.ceil(nodes / columns));
  const laneItemX = (index: number) => laneX + (index % perRow) * (serviceSize.width + laneGap);
  return {
    tray: { x: 0, y: 0, ...traySize },
    traffic: (index) => ({ x: laneItemX(index), y: laneY, ...trafficSize }),
    service: (index) => ({ x: laneItemX(index), y: serviceY + Math.floor(index / perRow) * (serviceSize.height + rowGap), ...serviceSize }),
    node: (index) => ({
      x: (index % columns) * (nodeSize.width + gap),
      y: nodesY + Math.floor(index / columns) * (nodeSize.height + gap),
      ...nodeSize,
    }),
    bounds: { x: 0, y: 0, width: gridWidth, height: nodesY + rows * (nodeSize.height + gap) - gap },
  };
}

function gridWidthOf(columns: number): number {
  return columns * (nodeSize.width + gap) - gap;
}

function nodeColumns(nodes: number, shape: StageShape): number {
  if (shape === 'tall') return Math.max(1, Math.round(Math.sqrt(nodes * 0.4)));
  if (nodes <= 3) return Math.max(1, nodes);
  if (nodes === 4) return 2;
  return Math.ceil(Math.sqrt(nodes * 1.1));
}

/** A line that leaves `from` downwards and arrives at `to` from above. */
export function curve(from: Point, to: Point): string {
  const bend = Math.max(30, Math.abs(to.y - from.y) * 0.45);
  return `M${from.x},${from.y} C${from.x},${from.y + bend} ${to.x},${to.y - bend} ${to.x},${to.y}`;
}

/** The point at `part` (0 to 1) of {@link curve}. */
export function pointOnCurve(from: Point, to: Point, part: number): Point {
  const bend = Math.max(30, Math.abs(to.y - from.y) * 0.45);
  const rest = 1 - part;
  const mix = (a: number, b: number, c: number, d: number) =>
    rest ** 3 * a + 3 * rest ** 2 * part * b + 3 * rest * part ** 2 * c + part ** 3 * d;
  return { x: mix(from.x, from.x, to.x, to.x), y: mix(from.y, from.y + bend, to.y - bend, to.y) };
}

export function topOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y };
}

export function bottomOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height };
}
