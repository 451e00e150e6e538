import { placeStream } from '../../../workers/scheduler/place-all';
import type { ClusterLists } from '../../../workers/scheduler/decide';
import { difference } from '../parity-area';
import type { Json, RecordedSequence } from './recorded';

/** Schedules the stream pod by pod; stops at the first step that differs, as the rest would follow from it. */
export function compareSequence({ config, cluster, templates, stream, expect }: RecordedSequence): string[] {
  const steps = placeStream({ ...(config ? { config } : {}), cluster: cluster as ClusterLists, templates, stream });
  for (let at = 0; at < expect.steps.length; at++) {
    const want = expect.steps[at] as Json;
    const got = steps[at] as Json;
    for (const field of ['node', 'best', 'total', 'feasible', 'message']) {
      if (JSON.stringify(want[field]) !== JSON.stringify(got?.[field]))
        return [difference(`steps[${at}] (${want.pod}).${field}`, want[field], got?.[field])];
    }
  }
  return [];
}
