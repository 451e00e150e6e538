import { placeAll } from '../../../workers/scheduler/place-all';
import type { ClusterLists } from '../../../workers/scheduler/decide';
import { difference } from '../parity-area';
import type { Json, RecordedSequence } from './recorded';

/** Schedules the stream pod by pod; stops at the first step that differs, as the rest would follow from it. */
export function compareSequence({ config, cluster, templates, stream, expect }: RecordedSequence): string[] {
  const counts = new Map<string, number>();
  const pods = stream.map((entry) => {
    const count = (counts.get(entry) ?? 0) + 1;
    counts.set(entry, count);
    const template = templates[entry];
    return { ...template, metadata: { ...template.metadata, name: `${entry}-${count}` } };
  });
  const steps = placeAll({ ...(config ? { config } : {}), cluster: cluster as ClusterLists, pods });
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
