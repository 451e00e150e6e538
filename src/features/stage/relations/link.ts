import type { Point } from '../model/geometry';

/** A line between two things on the stage. */
export interface Link {
  readonly id: string;
  readonly from: Point;
  readonly to: Point;
  readonly hue: number;
  /** "ready" solid, "notReady" dashed and faint, "terminating" dotted. */
  readonly look: 'ready' | 'notReady' | 'terminating';
  /** 1 for one thing; a bundle is thicker. */
  readonly weight: number;
  /** Keys of what it joins ("Service/default/web", "Pod/default/web-1"): selecting either makes it bright. */
  readonly ends: readonly [string, string];
}
