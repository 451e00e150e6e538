/** Timelines of a run against the recorded ones. */
import { difference } from '../parity-area';
import type { Change, Json, Scenario, Seconds, Story } from './scenario';
import { LINK_SECONDS, earliest, isEmptyObject, isObject, isUnstable, latest, sameText } from './tolerances';
import type { Periods } from './tolerances';

export function compareTimelines(scenario: Scenario, ours: Story, periods: Periods, only: (key: string) => boolean = () => true): string[] {
  const found: string[] = [];
  for (const [key, { exact, changes }] of Object.entries(scenario.timeline)) {
    if (!only(key) || isUnstable(scenario, key)) continue;
    const mine = ours.timeline[key];
    if (!mine) found.push(difference(`timeline ${key}`, 'an object', undefined));
    else {
      const ignored = scenario.theme === 'deployment' && key.startsWith('ReplicaSet/') ? ['observedGeneration'] : [];
      found.push(...compareChanges(`timeline ${key}`, moments(changes, ignored), moments(mine.changes, ignored), exact, periods));
    }
  }
  // A scenario whose checkpoints show only some kinds has too many objects of others to follow them.
  const followed = new Set(Object.keys(scenario.timeline).map((key) => key.split('/')[0]));
  const shown = new Set(scenario.checkpoints.flatMap((one) => Object.keys(one.objects)));
  const few = scenario.steps.some((step) => step.kinds !== undefined);
  for (const key of Object.keys(ours.timeline)) {
    if (!only(key) || key in scenario.timeline || isUnstable(scenario, key)) continue;
    // Kinds that the recording shows at checkpoints but never follows.
    if (!followed.has(key.split('/')[0]) && (few || shown.has(key))) continue;
    found.push(difference(`timeline ${key}`, undefined, 'an object'));
  }
  return found;
}

interface Moment {
  readonly t: Seconds;
  /** Normalised text of the whole state; "deleted" at the end. */
  readonly text: string;
  readonly state: Record<string, Json>;
}

/** The whole state after each change, without the fields that are not compared; changes of nothing else drop out. */
function moments(changes: readonly Change[], ignored: readonly string[]): Moment[] {
  let state: Record<string, Json> = {};
  const all = changes.map((change): Moment => {
    if (change.deleted) return { t: change.t, text: 'deleted', state: {} };
    if (change.created ?? change.state) state = { ...(change.created ?? change.state) };
    else state = { ...state, ...change.set };
    for (const field of [...(change.unset ?? []), ...ignored]) delete state[field];
    const kept: Record<string, Json> = normal(state) ?? {};
    return { t: change.t, text: JSON.stringify(kept), state: kept };
  });
  return all.filter((moment, at) => at === 0 || moment.text !== all[at - 1]?.text);
}

/** Absent, null, false, "", 0, [] and {} are one and the same; fields in alphabetical order. */
function normal(json: Json): Json {
  if (Array.isArray(json)) return json.map((one) => normal(one) ?? null);
  if (!isObject(json)) return json === null || json === false || json === '' || json === 0 ? undefined : json;
  const kept = Object.keys(json)
    .sort()
    .map((field) => [field, normal(json[field])] as const)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0) && !isEmptyObject(value));
  return kept.length ? Object.fromEntries(kept) : undefined;
}

function compareChanges(path: string, recorded: readonly Moment[], ours: readonly Moment[], exact: boolean, periods: Periods): string[] {
  const found: string[] = [];
  const pairs = align(recorded, ours, periods);
  const lastRecorded = recorded.at(-1);
  const lastOurs = ours.at(-1);
  // What two runs had in common need not end with their end.
  if (!exact && pairs.at(-1)?.[0] === recorded.length - 1) return [...found, ...unmatched(path, recorded, ours, pairs, exact, periods)];
  if (lastRecorded?.text !== lastOurs?.text)
    found.push(difference(`${path} final state`, lastRecorded && tell(lastRecorded), lastOurs && tell(lastOurs)));
  else if (lastRecorded && lastOurs && pairs.at(-1)?.[0] !== recorded.length - 1)
    found.push(difference(`${path} time of the final state`, tell(lastRecorded), tell(lastOurs)));
  return [...found, ...unmatched(path, recorded, ours, pairs, exact, periods)];
}

function tell(moment: Moment): string {
  return `t=${JSON.stringify(moment.t)} ${moment.text}`;
}

/** States of one side that the other does not have and that lasted too long, or are not a cut of one change. */
function unmatched(
  path: string,
  recorded: readonly Moment[],
  ours: readonly Moment[],
  pairs: readonly (readonly [number, number])[],
  exact: boolean,
  periods: Periods,
): string[] {
  const found: string[] = [];
  const held = (list: readonly Moment[], at: number): number =>
    at + 1 < list.length ? earliest((list[at + 1] as Moment).t) - latest((list[at] as Moment).t) : Number.POSITIVE_INFINITY;
  const passing = 2 * LINK_SECONDS + periods.extraSeconds;
  recorded.forEach((moment, at) => {
    if (!pairs.some(([one]) => one === at) && at < recorded.length - 1 && held(recorded, at) > passing)
      found.push(difference(`${path} state not passed`, tell(moment), undefined));
  });
  ours.forEach((moment, at) => {
    if (pairs.some(([, one]) => one === at) || at === ours.length - 1) return;
    if (exact && held(ours, at) > passing) found.push(difference(`${path} state not recorded`, undefined, tell(moment)));
    else if (exact && !isBetween(moment, at, pairs, recorded))
      found.push(difference(`${path} passing state not recorded`, undefined, tell(moment)));
  });
  return found;
}

/** The longest common subsequence of equal states at agreeing times, as pairs of indexes. */
function align(recorded: readonly Moment[], ours: readonly Moment[], { extraSeconds }: Periods): [number, number][] {
  const slack = LINK_SECONDS + extraSeconds;
  const equal = (a: Moment, b: Moment): boolean =>
    sameText(a.text, b.text) && earliest(a.t) - slack <= latest(b.t) && latest(a.t) + slack >= earliest(b.t);
  const table = Array.from({ length: recorded.length + 1 }, () => Array.from({ length: ours.length + 1 }, () => 0));
  const cell = (i: number, j: number): number => (table[i] as number[])[j] as number;
  for (let i = recorded.length - 1; i >= 0; i--) {
    for (let j = ours.length - 1; j >= 0; j--) {
      (table[i] as number[])[j] = Math.max(
        cell(i + 1, j),
        cell(i, j + 1),
        equal(recorded[i] as Moment, ours[j] as Moment) ? cell(i + 1, j + 1) + 1 : 0,
      );
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < recorded.length && j < ours.length;) {
    if (equal(recorded[i] as Moment, ours[j] as Moment) && cell(i, j) === cell(i + 1, j + 1) + 1) pairs.push([i++, j++]);
    else if (cell(i + 1, j) >= cell(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** A passing state is a split or merged write when each field has a value that it has in the recorded states around it, or a number between. */
function isBetween(moment: Moment, at: number, pairs: readonly (readonly [number, number])[], recorded: readonly Moment[]): boolean {
  const from = Math.max(0, ...pairs.filter(([, one]) => one < at).map(([one]) => one));
  const to = Math.min(recorded.length - 1, ...pairs.filter(([, one]) => one > at).map(([one]) => one));
  const around = recorded.slice(from, to + 1).map((one) => one.state);
  const fields = new Set([...Object.keys(moment.state), ...around.flatMap((state) => Object.keys(state))]);
  return [...fields].every((field) => {
    const value = moment.state[field];
    const values = around.map((state) => state[field]);
    if (values.some((one) => JSON.stringify(one) === JSON.stringify(value))) return true;
    const numbers = values.map((one) => one ?? 0).filter((one) => typeof one === 'number') as number[];
    if (typeof value === 'number' || value === undefined)
      return numbers.length === values.length && (value ?? 0) >= Math.min(...numbers) && (value ?? 0) <= Math.max(...numbers);
    return Array.isArray(value) && values.some(Array.isArray) && membersBetween(value, values.filter(Array.isArray) as Json[][]);
  });
}

/** A list cut differently: every member occurs in one of the lists around it. */
function membersBetween(list: readonly Json[], around: readonly Json[][]): boolean {
  const known = new Set(around.flat().map((one) => JSON.stringify(one)));
  return list.every((one) => known.has(JSON.stringify(one)) || (isObject(one) && ('ready' in one || 'notReady' in one)));
}
