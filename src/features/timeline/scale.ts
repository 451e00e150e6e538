/** How virtual time maps to pixels: now stands still and time moves under it. */
export interface TimeScale {
  readonly nowX: number;
  readonly pixelsPerSecond: number;
}

/** Share of the strip that shows the past. */
const pastShare = 0.55;
/** Virtual time ahead that fits: a node's 50 s to NotReady and 300 s to eviction. */
const futureSeconds = 400;

export function timeScale(width: number): TimeScale {
  const nowX = Math.round(width * pastShare);
  return { nowX, pixelsPerSecond: Math.max(0.1, (width - nowX) / futureSeconds) };
}

export function xOf(scale: TimeScale, atMs: number, nowMs: number): number {
  return scale.nowX + ((atMs - nowMs) / 1000) * scale.pixelsPerSecond;
}
