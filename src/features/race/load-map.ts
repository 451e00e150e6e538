/** Where the tiles of a load map are: rows of tiles, zone below zone. Pure. */
import type { ComparedNode } from '../../../workers/protocol/race';

export interface Tile {
  readonly node: ComparedNode;
  readonly x: number;
  readonly y: number;
}

export interface TileLayout {
  readonly size: number;
  readonly tiles: readonly Tile[];
  /** Where each zone begins. */
  readonly zones: readonly { readonly zone: string; readonly y: number }[];
  readonly height: number;
}

/** Tile edges that are tried, the largest that leaves the map low enough is taken. */
const sizes = [46, 34, 24, 16, 11, 8, 6, 4];
const gap = 2;
const zoneHead = 16;
const zoneGap = 6;
/** A map this low is still seen as a whole. */
const heightMax = 230;

/** `nodes` by zone. Tiles of zones without a name have no heading. */
export function layoutOf(nodes: readonly ComparedNode[], width: number): TileLayout {
  const zones = new Map<string, ComparedNode[]>();
  for (const node of nodes) {
    const members = zones.get(node.zone);
    if (members) members.push(node);
    else zones.set(node.zone, [node]);
  }
  const heightFor = (edge: number) => {
    const columns = columnsFor(edge, width);
    return [...zones.values()].reduce((sum, { length }) => sum + Math.ceil(length / columns) * (edge + gap) + zoneHead + zoneGap, 0);
  };
  const size = sizes.find((edge) => heightFor(edge) <= heightMax) ?? (sizes.at(-1) as number);
  const columns = columnsFor(size, width);
  const tiles: Tile[] = [];
  const heads: { zone: string; y: number }[] = [];
  let y = 0;
  for (const [zone, members] of zones) {
    if (zone !== '' || zones.size > 1) {
      heads.push({ zone, y });
      y += zoneHead;
    }
    members.forEach((node, at) => tiles.push({ node, x: (at % columns) * (size + gap), y: y + Math.floor(at / columns) * (size + gap) }));
    y += Math.ceil(members.length / columns) * (size + gap) + zoneGap;
  }
  return { size, tiles, zones: heads, height: y };
}

export function tileAt({ tiles, size }: TileLayout, x: number, y: number): Tile | undefined {
  return tiles.find((tile) => x >= tile.x && x < tile.x + size && y >= tile.y && y < tile.y + size);
}

function columnsFor(size: number, width: number): number {
  return Math.max(1, Math.floor((width + gap) / (size + gap)));
}
