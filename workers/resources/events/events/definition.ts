/** events.k8s.io/v1: the same events under other names (source: pkg/apis/events/v1/conversion.go and pkg/apis/core/validation/events.go, 1.36). */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { dnsSubdomainName } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import { events } from '../../core/events/definition';
import { validateEvent } from '../../core/events/strategy';
import { eventTable } from '../../core/events/table';
import { deepEqual } from '../../../lib/equal';
import { internalForm } from '../../schema/internal-form';
import { define } from '../../define';
import type { VersionView } from '../../definition';

/** Field of this version -> field of the stored one. */
const STORED_NAMES: Readonly<Record<string, string>> = {
  regarding: 'involvedObject',
  note: 'message',
  reportingController: 'reportingComponent',
  deprecatedSource: 'source',
  deprecatedFirstTimestamp: 'firstTimestamp',
  deprecatedLastTimestamp: 'lastTimestamp',
  deprecatedCount: 'count',
};
const NAMES = Object.fromEntries(Object.entries(STORED_NAMES).map(([name, stored]) => [stored, name]));

/** Selectable fields that both versions know under one name. */
const SAME_FIELDS = ['metadata.name', 'metadata.namespace', 'reason', 'type'];

const view: VersionView = {
  stored: events,
  apiVersion: 'events.k8s.io/v1',
  toStored: (object) => ({ ...renamed(object, STORED_NAMES), apiVersion: 'v1' }) as AnyObject,
  fromStored: (object) => {
    const { reportingController, reportingInstance, ...rest } = renamed(object, NAMES);
    return {
      ...rest,
      apiVersion: 'events.k8s.io/v1',
      ...(reportingController ? { reportingController } : {}),
      ...(reportingInstance ? { reportingInstance } : {}),
    } as AnyObject;
  },
  storedField: (name) => {
    if (SAME_FIELDS.includes(name)) return name;
    if (name === 'reportingController') return 'reportingComponent';
    const part = /^regarding\.(kind|namespace|name|uid|apiVersion|resourceVersion|fieldPath)$/.exec(name)?.[1];
    return part && `involvedObject.${part}`;
  },
};

export const eventsV1 = define({
  group: 'events.k8s.io',
  resource: 'events',
  kind: 'Event',
  shortNames: ['ev'],
  view,
  /** Names are looked at among the kind's own checks. */
  nameRule: () => [],
  strategy: { validate, validateUpdate, plainMetadata: false, metadataChecks: 'U' },
  table: { ...eventTable, row: (object, nowMs) => eventTable.row(view.toStored(object), nowMs) },
});

/** Sees the stored form, names the fields of this one. */
function validate(object: AnyObject): FieldError[] {
  const { eventTime, type = '' } = object as Record<string, string | undefined>;
  const errors = [...validateEvent(object, 'reportingController'), ...seriesErrors(object)];
  const { name, generateName } = object.metadata ?? {};
  if (generateName) pushInvalid(errors, 'metadata.generateName', generateName, dnsSubdomainName(generateName, true));
  if (name) pushInvalid(errors, 'metadata.name', name, dnsSubdomainName(name, false));
  if (!eventTime) errors.push(required('eventTime'));
  if (type !== 'Normal' && type !== 'Warning') errors.push(invalid('type', '', `has invalid value: ${type}`));
  for (const field of ['firstTimestamp', 'lastTimestamp', 'count']) if (object[field]) errors.push(invalid(field, '', 'needs to be unset'));
  if (Object.keys((object.source ?? {}) as object).length) errors.push(invalid('source', '', 'needs to be unset'));
  return errors;
}

function seriesErrors(object: AnyObject): FieldError[] {
  const series = object.series as { readonly count?: number; readonly lastObservedTime?: string } | undefined;
  if (!series) return [];
  return [
    ...((series.count ?? 0) < 2 ? [invalid('series.count', '', 'should be at least 2')] : []),
    ...(series.lastObservedTime ? [] : [required('series.lastObservedTime')]),
  ];
}

const IMMUTABLE = [
  'involvedObject',
  'reason',
  'message',
  'source',
  'firstTimestamp',
  'lastTimestamp',
  'count',
  'reason',
  'type',
  'eventTime',
  'action',
  'related',
  'reportingComponent',
  'reportingInstance',
];

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const changed = IMMUTABLE.filter((field) => !deepEqual(object[field], before[field]));
  return [
    ...validateEvent(object, 'reportingController'),
    ...(deepEqual(object.series, before.series) ? [] : seriesErrors(object)),
    ...changed.map((field) =>
      invalid(field === 'reportingComponent' ? 'reportingController' : field, shown(field, object[field]), 'field is immutable'),
    ),
  ];
}

const TIMES: ReadonlySet<string> = new Set(['firstTimestamp', 'lastTimestamp', 'eventTime']);

function shown(field: string, value: unknown): unknown {
  if (field === 'source') return internalForm(value ?? {}, 'EventSource');
  if (field === 'involvedObject' || field === 'related') return internalForm(value, 'ObjectReference');
  return TIMES.has(field) ? (value ?? null) : (value ?? (field === 'count' ? 0 : ''));
}

function renamed(object: AnyObject, names: Readonly<Record<string, string>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [names[name] ?? name, value]));
}
