import { pathSegmentName } from '../../../api/names';
import { define } from '../../define';
import { eventStrategy } from './strategy';
import { eventTable } from './table';
import type { Event } from './types';

export const events = define({
  group: '',
  resource: 'events',
  kind: 'Event',
  shortNames: ['ev'],
  nameRule: pathSegmentName,
  fields: eventFields,
  strategy: eventStrategy,
  table: eventTable,
});

/** Source: k8s.io/kubernetes/pkg/registry/core/event/strategy.go ToSelectableFields, 1.36. */
function eventFields(object: Parameters<NonNullable<typeof eventTable.row>>[0]): Record<string, string> {
  const event = object as unknown as Event;
  const involvedObject: Partial<Event['involvedObject']> = event.involvedObject ?? {};
  return {
    'involvedObject.kind': involvedObject.kind ?? '',
    'involvedObject.namespace': involvedObject.namespace ?? '',
    'involvedObject.name': involvedObject.name ?? '',
    'involvedObject.uid': involvedObject.uid ?? '',
    'involvedObject.apiVersion': involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': involvedObject.fieldPath ?? '',
    reason: event.reason ?? '',
    reportingComponent: event.reportingComponent ?? '',
    source: event.source?.component || event.reportingComponent || '',
    type: event.type ?? '',
  };
}
