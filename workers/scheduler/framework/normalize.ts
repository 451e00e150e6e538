import { SCORE_MAX } from './plugin';
import type { Scores } from './plugin';

/** Scales to 0..100 by the largest score; `reverse` makes the smallest the best (source: plugins/helper/normalize_score.go, 1.36). */
export function normalizeByMax(scores: Scores, reverse: boolean): void {
  let max = 0;
  for (const score of scores) if (score > max) max = score;
  if (max === 0) {
    if (reverse) scores.fill(SCORE_MAX);
    return;
  }
  for (let at = 0; at < scores.length; at++) {
    const scaled = Math.trunc((SCORE_MAX * (scores[at] as number)) / max);
    scores[at] = reverse ? SCORE_MAX - scaled : scaled;
  }
}
