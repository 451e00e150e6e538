/**
 * Where components say what happened, as Event objects. The correlator (aggregation of similar events, the spam filter
 * of 25 and then one in 5 minutes) follows client-go/tools/record/events_cache.go (1.36).
 */
import type { KubeObject } from '../api/meta';

export type EventType = 'Normal' | 'Warning';

export interface EventRecorder {
  /** `object` must carry apiVersion, kind and metadata; `fieldPath` e.g. "spec.containers{web}". */
  event(object: KubeObject, type: EventType, reason: string, message: string, options?: { readonly fieldPath?: string }): void;
}
