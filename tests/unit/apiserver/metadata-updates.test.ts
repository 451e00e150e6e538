import { describe, expect, it } from 'vitest';
import { validateObjectUpdate } from '../../../workers/apiserver/validation/object-meta';
import type { OwnChecks } from '../../../workers/apiserver/validation/object-meta';
import type { FieldError } from '../../../workers/api/field-error';
import type { AnyObject } from '../../../workers/api/meta';
import { definitionOf } from '../resources/support';

const before: AnyObject = { apiVersion: 'v1', kind: 'x', metadata: { name: 'a', namespace: 'default', uid: '1', labels: { a: 'b' } } };

const own = {
  validate: (): FieldError[] => [{ type: 'FieldValueInvalid', field: 'created', message: '' }],
  validateUpdate: (): FieldError[] => [{ type: 'FieldValueInvalid', field: 'changed', message: '' }],
};
const nothing = { validate: () => [], validateUpdate: () => [] };

const fieldsOf = (kind: string, metadata: object, subresource = '', checks: OwnChecks = nothing): string[] => {
  const draft = { ...before, metadata: { ...before.metadata, ...metadata } };
  return validateObjectUpdate(draft as never, before, definitionOf(kind), subresource, checks).map(({ field }) => field);
};

/** L: labels, U: the uid, which only updates look at; V and D: what the kind finds on creation and of a change. */
const orderOf = (kind: string, subresource: string): string => {
  const letters: Readonly<Record<string, string>> = { 'metadata.labels': 'L', 'metadata.uid': 'U', created: 'V', changed: 'D' };
  return fieldsOf(kind, { labels: { a: 'b c' }, uid: '2' }, subresource, own)
    .map((field) => letters[field])
    .join('');
};

describe('metadata of updates', () => {
  it.each(['ConfigMap', 'Pod', 'Deployment', 'PodDisruptionBudget', 'ControllerRevision'])('a %s may get labels', (kind) => {
    expect(fieldsOf(kind, { labels: { c: 'd' } })).toEqual([]);
  });

  it('the uid is not changed; kinds of which two layers look tell it twice', () => {
    expect(fieldsOf('ConfigMap', { uid: '2' })).toEqual(['metadata.uid', 'metadata.uid']);
    expect(new Set(fieldsOf('Pod', { uid: '2' }))).toEqual(new Set(['metadata.uid']));
  });

  it('labels are of the form of labels', () => {
    expect(new Set(fieldsOf('Deployment', { labels: { 'a b': 'c' } }))).toEqual(new Set(['metadata.labels']));
  });

  it.each([
    ['Deployment', '', 'UL D'],
    ['Secret', '', 'UL D L V'],
    ['PersistentVolume', '', 'L V L D'],
    ['Job', '', 'L V UL D'],
    ['ClusterRole', '', 'L V UL'],
    ['VolumeAttachment', '', 'L V D'],
    ['VolumeAttachment', 'status', 'L V D'],
    ['StatefulSet', 'status', 'D UL'],
    ['Job', 'status', 'UL D'],
    ['CronJob', 'status', 'D'],
  ])('after the checks of all kinds, %s%s is checked in its own order', (kind, subresource, order) => {
    expect(orderOf(kind, subresource)).toBe(`LUL${order.replaceAll(' ', '')}`);
  });

  it('a prefix of names is told of by the registry whatever the kind says', () => {
    expect(fieldsOf('DeviceClass', { generateName: 'a/' })).toEqual(['metadata.generateName']);
    expect(fieldsOf('DeviceClass', { generateName: 'A' })).toEqual([]);
  });
});
