import { describe, expect, it } from 'vitest';
import { validateObjectMetaUpdate } from '../../../workers/apiserver/validation/object-meta';
import type { AnyObject } from '../../../workers/api/meta';
import { definitionOf } from '../resources/support';

const before: AnyObject = { apiVersion: 'v1', kind: 'x', metadata: { name: 'a', namespace: 'default', uid: '1', labels: { a: 'b' } } };

const fieldsOf = (kind: string, metadata: object, subresource = ''): string[] => {
  const draft = { ...before, metadata: { ...before.metadata, ...metadata } };
  return validateObjectMetaUpdate(draft as never, before, definitionOf(kind), subresource).map(({ field }) => field);
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
});
