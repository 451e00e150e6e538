/** Events of a run against the recorded ones. */
import { difference } from '../parity-area';
import type { Json, RecordedEvent, Scenario, Story } from './scenario';
import { LINK_SECONDS, VARIES, earliest, isUnstable, latest, sameText } from './tolerances';
import type { Periods } from './tolerances';

/** README, "Known non-determinism": how often refused creations are tried again hangs on a back-off that other events feed. */
const RETRIED = 'FailedCreate';

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
    if (event.reason !== RETRIED && !sameCount(event.count, (ours[place] as RecordedEvent).count))
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
