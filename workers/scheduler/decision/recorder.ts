import type { DecisionRecord } from '../../protocol/decision';
import type { DecisionHead } from '../../protocol/decision-rows';
import type { Attempt } from '../attempt';
import { decisionHead, decisionRecord } from './record';
import type { KeptAttempt } from './record';

/** Attempts kept, and how many bytes of numbers they may hold together. */
const ATTEMPTS_MAX = 10_000;
const BYTES_MAX = 24_000_000;
/** A node tried for preemption is an object with its victims; a list of nodes that is the attempt's own holds references. */
const BYTES_PER_CANDIDATE = 200;
const BYTES_PER_REFERENCE = 8;
/** Numbers in one answer: about ten megabytes of JSON. */
const ANSWER_CELLS_MAX = 1_000_000;

interface Wanted {
  readonly namespace?: string;
  readonly pod?: string;
  readonly limit?: number;
}

/** The newest attempts of a scheduler. Keeping one costs a push; the JSON is made when somebody asks. */
export class DecisionRecorder {
  private readonly kept: KeptAttempt[] = [];
  private first = 0;
  private heldBytes = 0;
  private nextId = 1;

  record(parts: Omit<KeptAttempt, 'id'>): KeptAttempt {
    const { atMs, attempt, framework, attemptNumber, popped, after } = parts;
    const entry: KeptAttempt = { id: this.nextId++, atMs, attempt, framework, attemptNumber, popped, after };
    this.kept.push(entry);
    this.heldBytes += bytesOf(attempt);
    while (this.kept.length - this.first > ATTEMPTS_MAX || (this.heldBytes > BYTES_MAX && this.kept.length - this.first > 1))
      this.dropOldest();
    return entry;
  }

  /** Of the numbers kept. */
  get bytes(): number {
    return this.heldBytes;
  }

  /** Newest last; the oldest are left out where the answer would get too large. */
  list(wanted: Wanted = {}): DecisionRecord[] {
    const records: DecisionRecord[] = [];
    let cells = 0;
    for (const entry of this.newest(wanted)) {
      cells += (entry.attempt.scoring?.cells ?? 0) + (entry.attempt.search?.examined ?? 0);
      records.push(decisionRecord(entry));
      if (cells >= ANSWER_CELLS_MAX) break;
    }
    return records.reverse();
  }

  /** All of them, light. */
  heads(wanted: Wanted = {}): DecisionHead[] {
    return Array.from(this.newest(wanted), decisionHead).reverse();
  }

  /** The attempt with this id. */
  find(wanted: Wanted, id: number): DecisionRecord | undefined {
    for (const entry of this.newest(wanted)) if (entry.id === id) return decisionRecord(entry);
    return undefined;
  }

  private *newest({ namespace, pod, limit = ATTEMPTS_MAX }: Wanted): Generator<KeptAttempt> {
    let found = 0;
    for (let at = this.kept.length - 1; at >= this.first && found < limit; at--) {
      const entry = this.kept[at] as KeptAttempt;
      const { pod: info } = entry.attempt;
      if ((namespace !== undefined && info.namespace !== namespace) || (pod !== undefined && info.name !== pod)) continue;
      found++;
      yield entry;
    }
  }

  private dropOldest(): void {
    const { attempt } = this.kept[this.first] as KeptAttempt;
    this.heldBytes -= bytesOf(attempt);
    attempt.scoring?.release();
    attempt.search?.answers?.release();
    this.kept[this.first++] = undefined as unknown as KeptAttempt;
    if (this.first > 1024 && this.first * 2 > this.kept.length) {
      this.kept.splice(0, this.first);
      this.first = 0;
    }
  }
}

function bytesOf({ search, scoring, preemption, preFilterNodes }: Attempt): number {
  const tried = (preemption?.candidates.length ?? 0) + (preemption?.nonCandidates.length ?? 0);
  return (
    BYTES_PER_CANDIDATE * tried +
    (search?.answers?.bytes ?? 0) +
    (preFilterNodes && search ? BYTES_PER_REFERENCE * search.order.length : 0) +
    (scoring?.bytes ?? 0)
  );
}
