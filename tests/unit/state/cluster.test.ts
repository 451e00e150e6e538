import type { AnyObject } from '../../../workers/api/meta';
import { describe, expect, it } from 'vitest';
import { reduceFrame } from '../../../src/state/cluster';
import type { Change, ClusterState } from '../../../src/state/cluster';
import { kindPlaces } from '../../../src/state/kinds';

const empty: ClusterState = {
  objects: Object.fromEntries(kindPlaces.map(({ kind }) => [kind, new Map()])) as never,
  synced: new Set(),
  changes: 0,
};
const pod = (name: string, resourceVersion: string) => ({ metadata: { name, namespace: 'default', uid: name, resourceVersion } });
const event = (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: AnyObject): Change => ({
  type: 'event',
  kind: 'Pod',
  event: { type, object },
});

describe('reduceFrame', () => {
  it('takes a list as the whole truth and marks the kind as synced', () => {
    const first = reduceFrame(empty, [event('ADDED', pod('gone', '1'))]);
    const after = reduceFrame(first, [{ type: 'list', kind: 'Pod', items: [pod('a', '2')] }]);
    expect([[...after.objects.Pod.keys()], [...after.synced]]).toEqual([['default/a'], ['Pod']]);
  });

  it('keeps an object whose resourceVersion is unchanged', () => {
    const first = reduceFrame(empty, [{ type: 'list', kind: 'Pod', items: [pod('a', '2')] }]);
    const after = reduceFrame(first, [{ type: 'list', kind: 'Pod', items: [pod('a', '2')] }]);
    expect(after.objects.Pod.get('default/a')).toBe(first.objects.Pod.get('default/a'));
  });

  it('leaves the maps of other kinds alone', () => {
    expect(reduceFrame(empty, [event('ADDED', pod('a', '1'))]).objects.Node).toBe(empty.objects.Node);
  });

  it('applies a frame in order', () => {
    const after = reduceFrame(empty, [
      event('ADDED', pod('a', '1')),
      event('MODIFIED', pod('a', '2')),
      event('ADDED', pod('b', '3')),
      event('DELETED', pod('b', '4')),
    ]);
    expect([...after.objects.Pod.values()]).toEqual([pod('a', '2')]);
  });
});
