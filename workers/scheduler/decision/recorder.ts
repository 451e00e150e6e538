import type { DecisionRecord } from '../../protocol/decision';
import type { Attempt } from '../attempt';
import type { NodeInfo } from '../framework/node-info';
import { decisionRecord } from './record';
import type { KeptAttempt } from './record';

/** Attempts kept, and how many numbers (nodes x plugins) they may hold together: some tens of megabytes. */
const ATTEMPTS_MAX = 10_000;
const CELLS_MAX = 6_000_000;
/** A node tried for preemption is an object with its victims. */
const CELLS_PER_CANDIDATE = 50;
/** Numbers in one answer: about ten megabytes of JSON. */
const ANSWER_CELLS_MAX = 1_000_000;

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

  /** Of the numbers kept. */
  get bytes(): number {
    return this.cells * Int32Array.BYTES_PER_ELEMENT;
  }

  /** Newest last; the oldest are left out where the answer would get too large. */
  list({
    namespace,
    pod,
    limit = ATTEMPTS_MAX,
  }: {
    readonly namespace?: string;
    readonly pod?: string;
    readonly limit?: number;
  }): DecisionRecord[] {
    const records: DecisionRecord[] = [];
    let cells = 0;
    for (let at = this.kept.length - 1; at >= this.first && records.length < limit && cells < ANSWER_CELLS_MAX; at--) {
      const entry = this.kept[at] as KeptAttempt;
      const { pod: info } = entry.attempt;
      if ((namespace !== undefined && info.namespace !== namespace) || (pod !== undefined && info.name !== pod)) continue;
      cells += cellsOf(entry.attempt) + (entry.attempt.search?.examined ?? 0);
      records.push(decisionRecord(entry));
    }
    return records.reverse();
  }

  private dropOldest(): void {
    const { attempt } = this.kept[this.first] as KeptAttempt;
    this.cells -= cellsOf(attempt);
    attempt.scoring?.memory.release();
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

function cellsOf({ search, scoring, preemption }: Attempt): number {
  const tried = (preemption?.candidates.length ?? 0) + (preemption?.nonCandidates.length ?? 0);
  return (
    1 +
    CELLS_PER_CANDIDATE * tried +
    (search?.answers?.length ?? 0) +
    (scoring ? scoring.totals.length * (1 + 2 * scoring.plugins.length) : 0)
  );
}
