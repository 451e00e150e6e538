/** How a run is held against a recorded scenario; the rule is stated in tests/parity/areas/controllers.ts. */
import { difference } from '../parity-area';
import type { Change, Json, RecordedEvent, Scenario, Seconds, Story } from './scenario';

/** README, "Tolerances": per causal link of the recording; and whole-second values of checkpoints. */
const LINK_SECONDS = 1.5;
const STAMP_SECONDS = 2;
const VARIES = '<varies>';

export interface Periods {
  /** Phase of periodic work that is not fixed, to be added to every tolerance of this scenario: seconds. */
  readonly extraSeconds: number;
}

/** README, "Tolerances": one period of whatever loop the theme is about. */
export function periodsOf(scenario: Scenario): Periods {
  const { theme, tags } = scenario;
  if (theme === 'pod-gc' || tags.includes('pod-gc')) return { extraSeconds: 20 };
  if (theme === 'hpa' || theme === 'pv') return { extraSeconds: 15 };
  if (theme === 'node' || theme === 'node-lifecycle') return { extraSeconds: 5 };
  return { extraSeconds: 0 };
}

export function compareStories(scenario: Scenario, ours: Story): string[] {
  const periods = periodsOf(scenario);
  return [
    ...compareCheckpoints(scenario, ours, periods),
    ...compareTimelines(scenario, ours, periods),
    ...compareEvents(scenario, ours, periods),
  ];
}

export function compareCheckpoints(
  scenario: Scenario,
  ours: Story,
  periods: Periods,
  only: (key: string) => boolean = () => true,
): string[] {
  const found: string[] = [];
  for (const recorded of scenario.checkpoints) {
    const at = `checkpoint "${recorded.name}"`;
    const mine = ours.checkpoints.find((one) => one.name === recorded.name && one.at === recorded.at);
    if (!mine) {
      found.push(`${at}: not reached`);
      continue;
    }
    for (const [key, object] of Object.entries(recorded.objects))
      if (only(key)) leaves(`${at} ${key}`, object, mine.objects[key], key.split('/')[0] as string, scenario, periods, found);
    for (const key of Object.keys(mine.objects))
      if (only(key) && !(key in recorded.objects) && !isUnstable(scenario, key))
        found.push(difference(`${at} ${key}`, undefined, 'an object'));
  }
  return found;
}

function leaves(path: string, recorded: Json, ours: Json, kind: string, scenario: Scenario, periods: Periods, found: string[]): void {
  if (recorded === VARIES || notDetermined(path, kind, scenario)) return;
  if (Array.isArray(recorded) && Array.isArray(ours)) {
    for (let at = 0; at < Math.max(recorded.length, ours.length); at++)
      leaves(`${path}[${at}]`, recorded[at], ours[at], kind, scenario, periods, found);
  } else if (isObject(recorded) && isObject(ours)) {
    for (const field of new Set([...Object.keys(recorded), ...Object.keys(ours)]))
      leaves(`${path}.${field}`, recorded[field], ours[field], kind, scenario, periods, found);
  } else if (
    !(isEmptyObject(recorded) && ours === undefined) &&
    !(isEmptyObject(ours) && recorded === undefined) &&
    !sameLeaf(recorded, ours, periods)
  )
    found.push(difference(path, recorded, ours));
}

/** README, "Tolerances": generations that depend on how many writes the same change was cut into. */
function notDetermined(path: string, kind: string, scenario: Scenario): boolean {
  if (kind === 'EndpointSlice') return path.endsWith('.metadata.generation');
  return (
    kind === 'ReplicaSet' &&
    scenario.theme === 'deployment' &&
    (path.endsWith('.metadata.generation') || path.endsWith('.status.observedGeneration'))
  );
}

function sameLeaf(recorded: Json, ours: Json, { extraSeconds }: Periods): boolean {
  if (recorded === ours) return true;
  if (typeof recorded !== 'string' || typeof ours !== 'string') return false;
  const range = /^T\+(-?\d+)(?:\.\.(-?\d+))?$/.exec(recorded);
  const stamp = /^T\+(-?\d+)$/.exec(ours);
  if (range && stamp) {
    const low = Number(range[1]);
    const value = Number(stamp[1]);
    return value >= low - STAMP_SECONDS - extraSeconds && value <= Number(range[2] ?? low) + STAMP_SECONDS + extraSeconds;
  }
  return sameText(recorded, ours);
}

/** Messages: `<pod*>` stands for any number, `<n>` for any count; scheduling failures by their phrases. */
function sameText(recorded: string, ours: string): boolean {
  if (recorded === ours) return true;
  const phrases = /^0\/(?:<n>|\d+) nodes are available: /;
  if (phrases.test(recorded) && phrases.test(ours)) return schedulingPhrases(recorded) === schedulingPhrases(ours);
  if (!recorded.includes('*>') && !recorded.includes(VARIES)) return false;
  const form = recorded
    .split(/(<[a-z]+\*>|<varies>)/)
    .map((part) => (part === VARIES ? '.*' : /^<[a-z]+\*>$/.test(part) ? '<[a-z0-9.]+>' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  return new RegExp(`^${form}$`).test(ours);
}

const OTHER_NODES = ["node(s) didn't match Pod's node affinity/selector", 'node(s) had untolerated taint(s)'];

function schedulingPhrases(message: string): string {
  return message
    .split(/(?:0\/(?:<n>|\d+) nodes are available: |\. |\.$|, )/)
    .map((phrase) => phrase.replace(/^(?:<n>|\d+) /, '').replace(/(?:<n>|\b\d+)\/(?:<n>|\d+)/g, 'n'))
    .filter((phrase) => phrase && !OTHER_NODES.includes(phrase))
    .sort()
    .filter((phrase, at, all) => phrase !== all[at - 1])
    .join('; ');
}

function tell(moment: Moment): string {
  return `t=${JSON.stringify(moment.t)} ${moment.text}`;
}

interface Moment {
  readonly t: Seconds;
  /** Normalised text of the whole state; "deleted" at the end. */
  readonly text: string;
  readonly state: Record<string, Json>;
}

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

export function compareEvents(scenario: Scenario, ours: Story, periods: Periods, only: (key: string) => boolean = () => true): string[] {
  const found: string[] = [];
  const keys = new Set([...Object.keys(scenario.events), ...Object.keys(ours.events)]);
  for (const key of keys) {
    if (!only(key) || isUnstable(scenario, `events of ${key}`)) continue;
    const recorded = scenario.events[key] ?? { exact: true, list: [] };
    found.push(...compareEventLists(`events of ${key}`, recorded.list, ours.events[key]?.list ?? [], recorded.exact, periods));
  }
  return found;
}

function compareEventLists(
  path: string,
  recorded: readonly RecordedEvent[],
  ours: readonly RecordedEvent[],
  exact: boolean,
  { extraSeconds }: Periods,
): string[] {
  const found: string[] = [];
  const slack = LINK_SECONDS + extraSeconds;
  const free = new Set(ours.map((_, at) => at));
  const tell = (event: RecordedEvent): string =>
    `t=${JSON.stringify(event.t)} ${event.type} ${event.reason} "${event.message}" from ${event.from} x${JSON.stringify(event.count)}`;
  const places: { readonly place: number; readonly event: RecordedEvent }[] = [];
  const inOrderOfCertainty = [...recorded].sort((a, b) => Number(a.message.includes('*>')) - Number(b.message.includes('*>')));
  for (const event of inOrderOfCertainty) {
    const fits = (at: number): boolean => {
      const one = ours[at] as RecordedEvent;
      return (
        one.type === event.type &&
        one.reason === event.reason &&
        one.from === event.from &&
        sameText(event.message, one.message) &&
        earliest(event.t) - slack <= latest(one.t) &&
        latest(event.t) + slack >= earliest(one.t)
      );
    };
    const place = [...free].find((at) => fits(at) && (ours[at] as RecordedEvent).message === event.message) ?? [...free].find(fits);
    if (place === undefined) {
      found.push(difference(`${path}: missing`, tell(event), undefined));
      continue;
    }
    free.delete(place);
    if (!sameCount(event.count, (ours[place] as RecordedEvent).count))
      found.push(difference(`${path}: count`, tell(event), tell(ours[place] as RecordedEvent)));
    const outOfOrder = places.find(
      (one) =>
        (one.place > place && earliest(event.t) - latest(one.event.t) > LINK_SECONDS) ||
        (one.place < place && earliest(one.event.t) - latest(event.t) > LINK_SECONDS),
    );
    if (outOfOrder) found.push(difference(`${path}: order`, `${tell(outOfOrder.event)} and ${tell(event)}`, 'the other way round'));
    places.push({ place, event });
  }
  if (exact) for (const at of free) found.push(difference(`${path}: not recorded`, undefined, tell(ours[at] as RecordedEvent)));
  return found;
}

function sameCount(recorded: Json, ours: Json): boolean {
  if (recorded === VARIES) return true;
  return Array.isArray(recorded) ? ours >= recorded[0] && ours <= recorded[1] : recorded === ours;
}

function isUnstable(scenario: Scenario, key: string): boolean {
  return scenario.unstable?.includes(key) === true;
}

function earliest(t: Seconds): number {
  return typeof t === 'number' ? t : t[0];
}

function latest(t: Seconds): number {
  return typeof t === 'number' ? t : t[1];
}

function isObject(json: Json): boolean {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isEmptyObject(json: Json): boolean {
  return isObject(json) && Object.keys(json).length === 0;
}
