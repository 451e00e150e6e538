/** Drawing on canvases, spread over animation frames so that no frame is late because many cards changed at once. */

/** Drawing stops for this frame once it has taken so long, in ms; one drawing is always done. */
const budgetMs = 8;

const waiting = new Map<object, () => void>();
let frame: number | undefined;

/** Draws soon; a later drawing for the same `target` takes the place of one that has not been done yet. */
export function drawSoon(target: object, draw: () => void): void {
  waiting.set(target, draw);
  frame ??= requestAnimationFrame(drawSome);
}

export function drawNever(target: object): void {
  waiting.delete(target);
}

function drawSome(): void {
  const until = performance.now() + budgetMs;
  for (const [target, draw] of waiting) {
    waiting.delete(target);
    draw();
    if (performance.now() >= until) break;
  }
  frame = waiting.size > 0 ? requestAnimationFrame(drawSome) : undefined;
}
