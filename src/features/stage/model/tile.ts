/** A node as a tile: the little that can be seen of it from afar. */
import { nodeHealth } from '../../../state/node-health';
import type { NodeHealth } from '../../../state/node-health';
import { overlaps } from './sight';
import { podStatuses } from './pod-look';
import type { PodStatus } from './pod-look';
import type { Point } from './geometry';
import type { NodeCard } from './stage-model';

export interface TileLook {
  readonly health: NodeHealth['state'];
  /** Requested CPU, 0 to 1. */
  readonly load: number;
  /** Undefined where there is no pod. */
  readonly worst: PodStatus | undefined;
}

export function tileLook({ node, heartbeatMs, requested, allocatable, chips }: NodeCard, nowMs: number): TileLook {
  return {
    health: nodeHealth(node, heartbeatMs, nowMs).state,
    load: allocatable.cpuMilli > 0 ? Math.min(1, requested.cpuMilli / allocatable.cpuMilli) : 0,
    worst: chips.length === 0 ? undefined : podStatuses.find((status) => chips.some(({ look }) => look.status === status)),
  };
}

/** The node at a point of the stage; undefined between them. */
export function nodeAt(nodes: readonly NodeCard[], { x, y }: Point): NodeCard | undefined {
  return nodes.find(({ box }) => overlaps(box, { x, y, width: 0, height: 0 }));
}
