/** `kubectl get events` (source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printEvent, 1.36). */
import type { AnyObject } from '../../../api/meta';
import type { TableDefinition } from '../../definition';
import { NAME_COLUMN, age, column, textOf, wide } from '../../table';
import type { Event } from './types';

export const eventTable: TableDefinition = {
  columns: [
    column('Last Seen', textOf('core.v1.Event.lastTimestamp')),
    column('Type', textOf('core.v1.Event.type')),
    column('Reason', textOf('core.v1.Event.reason')),
    column('Object', textOf('core.v1.Event.involvedObject')),
    wide('Subobject', textOf('core.v1.ObjectReference.fieldPath')),
    wide('Source', textOf('core.v1.Event.source')),
    column('Message', textOf('core.v1.Event.message')),
    wide('First Seen', textOf('core.v1.Event.firstTimestamp')),
    wide('Count', textOf('core.v1.Event.count')),
    { ...NAME_COLUMN, priority: 1 },
  ],
  row: eventRow,
};

function eventRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const event = object as unknown as Event;
  const { involvedObject, series, source } = event;
  const first = event.firstTimestamp || event.eventTime;
  const last = series?.lastObservedTime || event.lastTimestamp || first;
  const kind = (involvedObject.kind ?? '').toLowerCase();
  const target = involvedObject.name ? `${kind}/${involvedObject.name}` : kind;
  const component = source?.component || event.reportingComponent || '';
  const host = source?.host || event.reportingInstance || '';
  return [
    age(last, nowMs),
    event.type ?? '',
    event.reason ?? '',
    target,
    involvedObject.fieldPath ?? '',
    host ? `${component}, ${host}` : component,
    (event.message ?? '').trim(),
    age(first, nowMs),
    series?.count || event.count || 1,
    event.metadata.name,
  ];
}
