/** The shape of a recorded pod-lifecycle case. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyObject } from '../../../workers/api/meta';

export type FactValue = string | number | boolean | null;

export interface RecordedFact {
  readonly v: FactValue;
  /** Seconds in run 1 and run 2. */
  readonly t: readonly number[];
}

export type RecordedSequence = readonly RecordedFact[] | { readonly varies: readonly unknown[] };

export interface RecordedEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly message_last?: string;
  readonly object: string;
  readonly from?: string;
  readonly fieldPath?: string;
  readonly t: number;
  readonly t_runs?: readonly number[];
  readonly count_runs?: readonly number[];
  readonly counts?: readonly (readonly [number, number])[];
  readonly missing_in_run?: unknown;
}

export interface PlanStep {
  readonly op: string;
  readonly at?: number;
  readonly when?: string;
  readonly after?: number;
  readonly grace?: number;
  /** Of a log request. */
  readonly query?: string;
  readonly pod?: string;
  readonly name?: string;
  readonly container?: string;
  readonly signal?: number;
  readonly resource?: string;
  readonly subresource?: string;
  readonly type?: string;
  readonly patch?: unknown;
  readonly object?: AnyObject;
  readonly path?: string;
  /** Of a file; null: it is removed. */
  readonly content?: unknown;
}

export interface RecordedCase {
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly namespace: string;
  readonly before?: readonly AnyObject[];
  readonly objects: readonly AnyObject[];
  readonly plan?: readonly PlanStep[];
  readonly steps?: readonly {
    readonly step: PlanStep;
    readonly result?: { readonly code?: number; readonly message?: string; readonly body?: unknown };
  }[];
  readonly watched_seconds: number;
  readonly pods: Readonly<
    Record<
      string,
      {
        readonly facts: Readonly<Record<string, RecordedSequence>>;
        readonly also_seen?: Readonly<Record<string, readonly (readonly FactValue[])[]>>;
      }
    >
  >;
  readonly events: readonly RecordedEvent[];
  readonly events_only_in_other_run?: readonly RecordedEvent[];
}

export function recordedCases(golden: string): readonly RecordedCase[] {
  const folder = join(golden, 'kubelet', 'cases');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as RecordedCase);
}
