/** Puts what the player saw into the recording's form: checkpoints, timelines and events, masked and reduced. */
import { createMask } from './mask';
import type { Mask, NodeNames, Numbering } from './mask';
import type { Played } from './play';
import { reduceObject, sortEndpoints } from './reduce';
import type { Change, Checkpoint, Json, RecordedEvent, Scenario, Story } from './scenario';
import { inScope } from './scope';
import { timelineState } from './timeline-state';

/** What the player saw, masked with this numbering. */
export function tell(
  scenario: Scenario,
  played: Played,
  numbering: Numbering,
  nodeNames: NodeNames = new Map(),
): { readonly story: Story; readonly mask: Mask } {
  const mask = createMask(played.history, played.startMs, numbering, nodeNames);
  return {
    mask,
    story: { checkpoints: checkpointsOf(played, mask), timeline: timelineOf(scenario, played, mask), events: eventsOf(played, mask) },
  };
}

function checkpointsOf(played: Played, mask: Mask): Checkpoint[] {
  return played.checkpoints.map(({ name, at, objects }) => ({
    name,
    at,
    objects: Object.fromEntries(
      objects.map(({ kind, object }) => [mask.text(keyOf(kind, object)), sortEndpoints(kind, mask.value(reduceObject(kind, object)))]),
    ),
  }));
}

function timelineOf(scenario: Scenario, played: Played, mask: Mask): Story['timeline'] {
  const timeline: Record<string, { exact: boolean; changes: Change[] }> = {};
  const before = new Map<string, { text: string; state: Record<string, Json> }>();
  for (const { t, type, kind, object } of played.history) {
    if (!inScope(scenario, kind, object)) continue;
    const key = mask.text(keyOf(kind, object));
    const state = sortState(mask.value(timelineState(kind, object)));
    const text = JSON.stringify(state);
    const old = before.get(key);
    if (type === 'DELETED') before.delete(key);
    else before.set(key, { text, state });
    if (t < 0) continue;
    const changes = (timeline[key] ??= { exact: true, changes: [] }).changes;
    if (type === 'DELETED') changes.push({ t, deleted: true });
    else if (!old) changes.push({ t, created: state });
    else if (old.text !== text) changes.push({ t, state });
  }
  return Object.fromEntries(Object.entries(timeline).filter(([, { changes }]) => changes.length));
}

function eventsOf(played: Played, mask: Mask): Story['events'] {
  const byUid = new Map<string, RecordedEvent & { key: string }>();
  for (const { t, kind, object, type } of played.history) {
    if (kind !== 'Event' || type === 'DELETED') continue;
    const { involvedObject = object.regarding ?? {} } = object;
    const { namespace = '', name = '' } = involvedObject;
    if (!(namespace === 'ns1' || namespace.startsWith('ns1-') || (!namespace && name.startsWith('ns1')))) continue;
    const first = byUid.get(object.metadata.uid);
    byUid.set(object.metadata.uid, {
      key: mask.text(`${involvedObject.kind}/${name}`),
      t: first?.t ?? t,
      type: object.type,
      reason: object.reason,
      message: mask.text(object.message ?? object.note ?? ''),
      from: object.source?.component || object.reportingComponent || object.reportingController,
      count: object.series?.count ?? object.count ?? object.deprecatedCount ?? 1,
    });
  }
  const events: Record<string, { exact: boolean; list: RecordedEvent[] }> = {};
  for (const { key, ...event } of byUid.values())
    if ((event.t as number) >= 0) (events[key] ??= { exact: true, list: [] }).list.push(event);
  return events;
}

function keyOf(kind: string, object: Json): string {
  const { namespace, name } = object.metadata;
  return `${kind}/${namespace && namespace !== 'ns1' ? `${namespace}:` : ''}${name}`;
}

/** Lists that the recording sorts by masked name. */
function sortState(state: Json): Json {
  const target = (a: Json, b: Json): number => (a.target < b.target ? -1 : a.target > b.target ? 1 : 0);
  return {
    ...state,
    ...(Array.isArray(state.endpoints) ? { endpoints: [...state.endpoints].sort(target) } : {}),
    ...(state.subsets
      ? { subsets: state.subsets.map((one: Json) => ({ ...one, ready: sorted(one.ready), notReady: sorted(one.notReady) })) }
      : {}),
  };
}

function sorted(names: Json): Json {
  return Array.isArray(names) ? [...names].sort() : names;
}
