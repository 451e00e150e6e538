import { describe, expect, it } from 'vitest';
import type { ObjectMeta } from '../../../workers/api/meta';
import { Graph } from '../../../workers/controllers/garbage-collector/graph';
import type { Identity } from '../../../workers/controllers/garbage-collector/graph';

const DELETED = '2026-01-01T00:00:00Z';

describe('the graph of owners', () => {
  it('looks for an owner that has not been seen', () => {
    const { graph, deletes } = watched();
    observe(graph, 'child', { owner: 'parent' });
    expect([deletes, graph.get('parent')?.virtual]).toEqual([['parent'], true]);
  });

  it('does nothing about an owner that is there', () => {
    const { graph, deletes } = watched();
    observe(graph, 'parent');
    observe(graph, 'child', { owner: 'parent' });
    expect(deletes).toEqual([]);
  });

  it('looks at the dependents of an object that is gone, and knows it absent', () => {
    const { graph, deletes } = watched();
    observe(graph, 'parent');
    observe(graph, 'child', { owner: 'parent' });
    graph.remove('parent');
    expect([deletes, graph.isAbsent(reference('parent'), 'default')]).toEqual([['child'], true]);
  });

  it('looks at dependents when foreground deletion begins, and at the owner when one goes', () => {
    const { graph, deletes } = watched();
    observe(graph, 'parent');
    observe(graph, 'child', { owner: 'parent' });
    graph.observe(
      identity('parent'),
      { ...meta('parent'), deletionTimestamp: DELETED, finalizers: ['foregroundDeletion'] },
      meta('parent'),
    );
    graph.remove('child');
    expect(deletes).toEqual(['child', 'parent', 'parent']);
  });

  it('orphans when a deletion with that finalizer begins, once', () => {
    const { graph, orphans } = watched();
    const going = { ...meta('parent'), deletionTimestamp: DELETED, finalizers: ['orphan'] };
    observe(graph, 'parent');
    graph.observe(identity('parent'), going, meta('parent'));
    graph.observe(identity('parent'), going, going);
    expect(orphans).toEqual(['parent']);
  });

  it('looks at the owner in foreground deletion that a dependent stops blocking', () => {
    const { graph, deletes } = watched();
    observe(graph, 'parent');
    graph.observe(
      identity('child'),
      { ...meta('child'), ownerReferences: [{ ...reference('parent'), blockOwnerDeletion: true }] },
      undefined,
    );
    graph.observe(
      identity('parent'),
      { ...meta('parent'), deletionTimestamp: DELETED, finalizers: ['foregroundDeletion'] },
      meta('parent'),
    );
    deletes.length = 0;
    graph.observe(identity('child'), { ...meta('child'), ownerReferences: [reference('parent')] }, undefined);
    expect(deletes).toEqual(['parent']);
  });

  it('reports an owner in another namespace and looks at the dependent', () => {
    const { graph, deletes, invalid } = watched();
    observe(graph, 'parent');
    graph.observe({ ...identity('child'), namespace: 'other' }, { ...meta('child'), ownerReferences: [reference('parent')] }, undefined);
    expect([deletes, invalid]).toEqual([['child'], ['parent']]);
  });

  it('looks at a dependent whose reference has another kind than its owner', () => {
    const { graph, deletes } = watched();
    observe(graph, 'parent');
    graph.observe(identity('child'), { ...meta('child'), ownerReferences: [{ ...reference('parent'), kind: 'Secret' }] }, undefined);
    expect(deletes).toEqual(['child']);
  });
});

function watched() {
  const deletes: string[] = [];
  const orphans: string[] = [];
  const invalid: string[] = [];
  const graph = new Graph({
    attemptToDelete: (uid) => deletes.push(uid),
    attemptToOrphan: (uid) => orphans.push(uid),
    invalidNamespace: (_, ownerUid) => invalid.push(ownerUid),
  });
  return { graph, deletes, orphans, invalid };
}

function observe(graph: Graph, name: string, { owner }: { owner?: string } = {}): void {
  graph.observe(identity(name), { ...meta(name), ...(owner ? { ownerReferences: [reference(owner)] } : {}) }, undefined);
}

function identity(name: string): Identity {
  return { apiVersion: 'v1', kind: 'ConfigMap', name, uid: name, namespace: 'default' };
}

function meta(name: string): ObjectMeta {
  return { name, uid: name, namespace: 'default' };
}

function reference(name: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', name, uid: name };
}
