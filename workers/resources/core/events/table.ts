/** `kubectl get events` (source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printEvent, 1.36). */
import type { AnyObject } from '../../../api/meta';
import type { TableDefinition } from '../../definition';
import { age, column, wide } from '../../table';
import type { Event } from './types';

export const eventTable: TableDefinition = {
  columns: [
    column('Last Seen', 'When it happened last.'),
    column('Type', 'Normal or Warning.'),
    column('Reason', 'Why, in one word.'),
    column('Object', 'What it is about.'),
    wide('Subobject', 'Part of the object.'),
    wide('Source', 'Who reported it.'),
    column('Message', 'What happened.'),
    wide('First Seen', 'When it happened first.'),
    wide('Count', 'How often.'),
    { name: 'Name', type: 'string', format: 'name', description: 'Name of the event.', priority: 1 },
  ],
  row: eventRow,
};

function eventRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const event = object as unknown as Event;
  const { involvedObject, series, source } = event;
  const first = event.firstTimestamp || event.eventTime;
  const last = series?.lastObservedTime || event.lastTimestamp || first;
  const target = [involvedObject.kind?.toLowerCase(), involvedObject.name].filter(Boolean).join('/');
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
