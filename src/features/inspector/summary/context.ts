/** What a summary may look at besides its object. */
import { EPOCH_MS } from '../../../../workers/api/time';
import type { ObjectsByKind } from '../../../state/cluster';
import type { CustomKind } from '../../../state/custom-kinds';
import { duration } from '../../../ui/duration';

export interface SummaryContext {
  readonly nowMs: number;
  readonly objects: ObjectsByKind;
  /** Where the object is of a custom kind. */
  readonly custom?: CustomKind;
}

/** Age at `nowMs`; "" without a time. Objects carry RFC 3339 texts of virtual time. */
export function age(time: string | undefined, nowMs: number): string {
  if (!time) return '';
  const at = Date.parse(time) - EPOCH_MS;
  return Number.isNaN(at) ? '' : duration(nowMs - at);
}
