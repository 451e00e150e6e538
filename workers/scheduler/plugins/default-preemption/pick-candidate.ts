/** The choice among candidates (source: kube-scheduler framework/preemption pickOneNodeForPreemption, 1.36). */
import type { PreemptionCriterion } from '../../../protocol/decision';
import { startKey } from './victims';
import type { Candidate } from './victims';

/** Added to every priority, so that of equal priorities fewer victims have the lower sum. */
const PRIORITY_OFFSET = 2 ** 31;

type Score = (candidate: Candidate) => number;

const LOWEST: readonly (readonly [PreemptionCriterion, Score])[] = [
  ['pdbViolations', ({ pdbViolations }) => pdbViolations],
  ['highestPriority', ({ victims }) => victims[0]?.priority ?? Number.NEGATIVE_INFINITY],
  ['prioritySum', ({ victims }) => victims.reduce((sum, { priority }) => sum + priority + PRIORITY_OFFSET, 0)],
  ['victimCount', ({ victims }) => victims.length],
];

/** Candidates that are equal in everything, with the criterion that left them over. Not for an empty list. */
export function bestCandidates(candidates: readonly Candidate[]): { best: readonly Candidate[]; decidedBy: PreemptionCriterion } {
  if (candidates.length === 1) return { best: candidates, decidedBy: 'only' };
  let best = candidates;
  for (const [criterion, score] of LOWEST) {
    const lowest = Math.min(...best.map(score));
    best = best.filter((candidate) => score(candidate) === lowest);
    if (best.length === 1) return { best, decidedBy: criterion };
  }
  const latest = best.map(earliestStart).reduce((a, b) => (a > b ? a : b));
  best = best.filter((candidate) => earliestStart(candidate) === latest);
  return { best, decidedBy: best.length === 1 ? 'startTime' : 'first' };
}

/** Earliest start among the victims of the highest priority. */
function earliestStart({ victims }: Candidate): string {
  const [first] = victims;
  return victims
    .filter(({ priority }) => priority === first?.priority)
    .map(startKey)
    .reduce((a, b) => (a < b ? a : b), '~');
}
