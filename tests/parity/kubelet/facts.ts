/** Turns watch events of pods into the recordings' facts: per path the sequence of values and when each appeared. */
import type { AnyObject, WatchEvent } from '../../../workers/api/meta';
import { podTable } from '../../../workers/resources/core/pods/table';
import type { FactValue } from './recorded';

export interface SeenFact {
  readonly v: FactValue;
  readonly t: number;
}

type State = Record<string, FactValue>;

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

export class PodFacts {
  readonly facts = new Map<string, SeenFact[]>();
  private state: State = {};

  add(event: WatchEvent, seconds: number, nowMs: number): void {
    if (event.type === 'DELETED') {
      // A pod of the same name may come and go again.
      this.facts.set('deleted', [...(this.facts.get('deleted') ?? []), { v: true, t: seconds }]);
      return;
    }
    const next = factsOf(event.object, nowMs);
    for (const path of Object.keys(this.state)) if (!(path in next)) this.see(path, null, seconds);
    for (const [path, value] of Object.entries(next)) this.see(path, value, seconds);
    this.state = next;
  }

  /** The last value of a path. */
  now(path: string): FactValue | undefined {
    return this.facts.get(path)?.at(-1)?.v;
  }

  private see(path: string, value: FactValue, seconds: number): void {
    const sequence = this.facts.get(path) ?? [];
    this.facts.set(path, sequence);
    if (sequence.at(-1)?.v !== value) sequence.push({ v: value, t: seconds });
  }
}

function factsOf(pod: AnyObject, nowMs: number): State {
  const status = (pod as Loose).status ?? {};
  const metadata = (pod as Loose).metadata;
  const state: State = { phase: status.phase ?? '', podIP: status.podIP !== undefined };
  if (status.reason) state.reason = status.reason;
  const row = podTable.row(pod, nowMs);
  state.columns = `${row[1]} ${row[2]}`;
  for (const condition of status.conditions ?? [])
    state[`cond/${condition.type}`] = condition.reason ? `${condition.status}/${condition.reason}` : condition.status;
  if (metadata.deletionTimestamp) state.deleting = metadata.deletionGracePeriodSeconds ?? 0;
  for (const [prefix, list] of [
    ['init', status.initContainerStatuses],
    ['c', status.containerStatuses],
    ['eph', status.ephemeralContainerStatuses],
  ] as const) {
    for (const container of list ?? []) {
      const path = `${prefix}/${container.name}`;
      state[`${path}/state`] = stateOf(container.state);
      state[`${path}/last`] = stateOf(container.lastState);
      state[`${path}/ready`] = container.ready;
      if (container.started !== undefined) state[`${path}/started`] = container.started;
      state[`${path}/restartCount`] = container.restartCount;
    }
  }
  return state;
}

function stateOf(state: Loose): string {
  if (state?.running) return 'running';
  if (state?.waiting) return `waiting/${state.waiting.reason ?? ''}`;
  if (!state?.terminated) return 'none';
  const { reason, exitCode, signal } = state.terminated;
  return `terminated/${reason ?? ''}/${exitCode}${signal ? `/signal${signal}` : ''}`;
}
