/** What an area of recorded reference results brings to the parity runner (tests/parity/run.ts). */

export interface CaseResult {
  /** Theme as the area's README names it (a subset of the recordings). */
  readonly theme: string;
  readonly id: string;
  /** True only when everything the area compares agrees; the area's docstring states what that is. */
  readonly equal: boolean;
  /** One readable line each: what differs (path), what was recorded, what ours is. Empty when equal. */
  readonly differences: readonly string[];
}

export interface ParityFilter {
  /** Only this theme; an area that knows no such theme reports nothing. */
  readonly theme?: string;
}

export interface ParityArea {
  readonly name: string;
  /** Runs the selected recorded cases under `golden` (the folder of all areas) and reports each one once, as soon as it is compared. */
  run(golden: string, filter: ParityFilter, report: (result: CaseResult) => void): void | Promise<void>;
}

/** Differences printed per case; past it a line says how many were left out. */
export const DIFFERENCES_MAX = 200;

/** One line of a difference: values are JSON, `undefined` reads "(absent)". */
export function difference(path: string, recorded: unknown, ours: unknown): string {
  return `${path}\n    recorded ${text(recorded)}\n    ours     ${text(ours)}`;
}

function text(value: unknown): string {
  return value === undefined ? '(absent)' : typeof value === 'string' ? value : JSON.stringify(value);
}
