/** How a run is held against a recorded scenario; the rule is stated in tests/parity/areas/controllers.ts. */
import { difference } from '../parity-area';
import { compareEvents } from './compare-events';
import { compareTimelines } from './compare-timelines';
import type { Json, Scenario, Story } from './scenario';
import { STAMP_SECONDS, VARIES, isEmptyObject, isObject, isUnstable, periodsOf, sameText } from './tolerances';
import type { Periods } from './tolerances';

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
