import type { DecisionRecord } from '../../protocol/decision';
import type { Attempt } from '../attempt';
import type { NodeInfo } from '../framework/node-info';
import { decisionRecord } from './record';
import type { KeptAttempt } from './record';

/** Attempts kept, and how many numbers (nodes x plugins) they may hold together: some tens of megabytes. */
const ATTEMPTS_MAX = 10_000;
const CELLS_MAX = 6_000_000;

/** The newest attempts of a scheduler. Keeping one costs a push; the JSON is made when somebody asks. */
export class DecisionRecorder {
  private readonly kept: KeptAttempt[] = [];
  private first = 0;
  private cells = 0;
  private nextId = 1;

  record(parts: Omit<KeptAttempt, 'id'>): KeptAttempt {
    const entry: KeptAttempt = { id: this.nextId++, ...parts, attempt: withoutDerivable(parts.attempt) };
    this.kept.push(entry);
    this.cells += cellsOf(entry.attempt);
    while (this.kept.length - this.first > ATTEMPTS_MAX || (this.cells > CELLS_MAX && this.kept.length - this.first > 1)) this.dropOldest();
    return entry;
  }

  /** Newest last. */
  list({ namespace, pod, limit }: { readonly namespace?: string; readonly pod?: string; readonly limit?: number }): DecisionRecord[] {
    const matching = this.kept
      .slice(this.first)
      .filter(
        ({ attempt }) =>
          (namespace === undefined || attempt.pod.namespace === namespace) && (pod === undefined || attempt.pod.name === pod),
      );
    return (limit === undefined ? matching : matching.slice(-limit)).map(decisionRecord);
  }

  private dropOldest(): void {
    this.cells -= cellsOf((this.kept[this.first] as KeptAttempt).attempt);
    this.kept[this.first++] = undefined as unknown as KeptAttempt;
    if (this.first > 1024 && this.first * 2 > this.kept.length) {
      this.kept.splice(0, this.first);
      this.first = 0;
    }
  }
}

const NO_NODES: readonly NodeInfo[] = [];

/** What follows from the rest is not kept. */
function withoutDerivable(attempt: Attempt): Attempt {
  const { search, scoring } = attempt;
  if (!search) return attempt;
  return {
    ...attempt,
    search: { ...search, feasible: NO_NODES },
    ...(scoring ? { scoring: { ...scoring, nodes: NO_NODES, best: NO_NODES } } : {}),
  };
}

function cellsOf({ search, scoring }: Attempt): number {
  return 1 + (search?.answers?.length ?? 0) + (scoring ? scoring.totals.length * (1 + 2 * scoring.plugins.length) : 0);
}
