/**
 * The annotation endpoints.kubernetes.io/last-change-trigger-time: when the oldest change that a sync acts on happened
 * (source: k8s.io/endpointslice/util/trigger_time_tracker.go, 1.36).
 */
import { parseTime } from '../api/time';
import type { Pod } from '../resources/core/pods/types';
import type { Service } from '../resources/core/services/types';

export const TRIGGER_TIME_ANNOTATION = 'endpoints.kubernetes.io/last-change-trigger-time';

interface Seen {
  readonly serviceMs: number;
  readonly podsMs: ReadonlyMap<string, number>;
}

export class TriggerTimes {
  private readonly seen = new Map<string, Seen>();

  /** The annotation's value for a sync of these pods now; undefined when nothing has a new time. Remembers what it saw. */
  next(key: string, service: Service, pods: readonly Pod[]): string | undefined {
    const known = this.seen.get(key);
    const podsMs = new Map<string, number>();
    let oldest: { readonly ms: number; readonly text: string } | undefined;
    const consider = (text: string | undefined, knownMs: number): number => {
      const ms = parseTime(text);
      if (text !== undefined && ms > knownMs && (!oldest || ms < oldest.ms)) oldest = { ms, text };
      return ms;
    };
    for (const pod of pods) {
      const changed = pod.status?.conditions?.find((one) => one.type === 'Ready')?.lastTransitionTime;
      if (changed === undefined) continue;
      podsMs.set(pod.metadata.name ?? '', consider(changed, known?.podsMs.get(pod.metadata.name ?? '') ?? Number.NEGATIVE_INFINITY));
    }
    const serviceMs = consider(service.metadata.creationTimestamp, known?.serviceMs ?? Number.NEGATIVE_INFINITY);
    this.seen.set(key, { serviceMs, podsMs });
    return known ? (oldest as { readonly text: string } | undefined)?.text : service.metadata.creationTimestamp;
  }

  forget(key: string): void {
    this.seen.delete(key);
  }
}

/** `annotations` with the trigger time set, or taken away where there is none. */
export function withTriggerTime(
  annotations: Readonly<Record<string, string>> | undefined,
  time: string | undefined,
): Record<string, string> | undefined {
  const { [TRIGGER_TIME_ANNOTATION]: _, ...rest } = annotations ?? {};
  const next = time === undefined ? rest : { ...rest, [TRIGGER_TIME_ANNOTATION]: time };
  return Object.keys(next).length ? next : undefined;
}
