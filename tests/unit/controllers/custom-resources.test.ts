import { beforeEach, describe, expect, it } from 'vitest';
import type { AnyObject, KubeList } from '../../../workers/api/meta';
import type { ApiRequest } from '../../../workers/api/request';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import { crontab, crontabDefinition, crontabs, definitions } from '../../support/crontab';

const MAPS = { group: '', version: 'v1', resource: 'configmaps' } as const;
const QUOTAS = { group: '', version: 'v1', resource: 'resourcequotas' } as const;
const NAMESPACES = { group: '', version: 'v1', resource: 'namespaces' } as const;
const namespace = 'default';

describe('controllers that work on all kinds', () => {
  let cluster: InlineCluster;
  beforeEach(() => {
    cluster = createInlineCluster({ seed: 1, nodes: 0, scheduler: false });
    cluster.advance({ byMs: 1000 });
    send({ verb: 'create', ...definitions, body: crontabDefinition(['v1', 'v1beta1']) });
    cluster.advance({ byMs: 1000 });
  });

  const send = (request: ApiRequest): AnyObject => {
    const reply = cluster.handle(request);
    if (reply.code >= 300) throw new Error(JSON.stringify(reply.body));
    return reply.body as AnyObject;
  };
  const make = (name: string, metadata: object = {}) =>
    send({ verb: 'create', ...crontabs, namespace, body: crontab(name, 'v1', metadata) });
  const ownedBy = (owner: AnyObject, apiVersion = owner.apiVersion) => ({
    ownerReferences: [
      { apiVersion, kind: owner.kind, name: owner.metadata?.name, uid: owner.metadata?.uid, controller: true, blockOwnerDeletion: true },
    ],
  });
  const map = (name: string, metadata: object) =>
    send({ verb: 'create', ...MAPS, namespace, body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...metadata } } });
  const names = (resource: Pick<ApiRequest, 'group' | 'version' | 'resource'>, within = namespace) =>
    (send({ verb: 'list', ...resource, namespace: within }) as unknown as KubeList).items
      .map(({ metadata }) => metadata?.name)
      .filter((name) => name !== 'kube-root-ca.crt');
  const remove = (name: string, propagationPolicy: string, resource: Pick<ApiRequest, 'group' | 'version' | 'resource'> = crontabs) =>
    send({ verb: 'delete', ...resource, namespace, name, body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy } });

  it('collect what a custom object owned, whichever served version the reference names', () => {
    const owner = make('owner');
    map('by-v1', ownedBy(owner));
    map('by-v1beta1', ownedBy(owner, 'stable.example.com/v1beta1'));
    make('grandchild', ownedBy(make('child', ownedBy(owner))));
    cluster.advance({ byMs: 5000 });
    expect([names(MAPS), names(crontabs)]).toEqual([
      ['by-v1', 'by-v1beta1'],
      ['child', 'grandchild', 'owner'],
    ]);
    remove('owner', 'Background');
    cluster.advance({ byMs: 5000 });
    expect([names(MAPS), names(crontabs)]).toEqual([[], []]);
  });

  it('wait with a custom owner that is deleted in the foreground until what blocks it is gone', () => {
    const owner = make('owner');
    map('dependent', { ...ownedBy(owner), finalizers: ['example.com/hold'] });
    remove('owner', 'Foreground');
    cluster.advance({ byMs: 5000 });
    expect(names(crontabs)).toEqual(['owner']);
    send({ verb: 'patch', ...MAPS, namespace, name: 'dependent', patchType: 'merge', body: { metadata: { finalizers: null } } });
    cluster.advance({ byMs: 5000 });
    expect([names(MAPS), names(crontabs)]).toEqual([[], []]);
  });

  it('take the references out of custom dependents that are orphaned, and of owners that are gone', () => {
    const owner = make('owner');
    const other = map('other', {});
    make('child', {
      ownerReferences: [...ownedBy(owner).ownerReferences, ...ownedBy(other).ownerReferences.map((one) => ({ ...one, controller: false }))],
    });
    cluster.advance({ byMs: 5000 });
    remove('owner', 'Orphan');
    cluster.advance({ byMs: 5000 });
    const child = send({ verb: 'get', ...crontabs, namespace, name: 'child' });
    expect(child.metadata?.ownerReferences?.map(({ name }) => name)).toEqual(['other']);
    expect(names(crontabs)).toEqual(['child']);
    remove('other', 'Background', MAPS);
    cluster.advance({ byMs: 5000 });
    expect(names(crontabs)).toEqual([]);
  });

  it('look at references to a kind again when the kind comes', () => {
    send({ verb: 'delete', ...definitions, name: 'crontabs.stable.example.com' });
    cluster.advance({ byMs: 1000 });
    const nobody = { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name: 'nobody', uid: 'never-there' } } as AnyObject;
    map('early', ownedBy(nobody));
    cluster.advance({ byMs: 60_000 });
    expect(names(MAPS)).toEqual(['early']);
    send({ verb: 'create', ...definitions, body: crontabDefinition() });
    cluster.advance({ byMs: 5000 });
    expect(names(MAPS)).toEqual([]);
  });

  it('collect what the objects owned that go with their definition', () => {
    map('dependent', ownedBy(make('owner')));
    cluster.advance({ byMs: 1000 });
    send({ verb: 'delete', ...definitions, name: 'crontabs.stable.example.com' });
    cluster.advance({ byMs: 5000 });
    expect(names(MAPS)).toEqual([]);
  });

  it('empty a namespace of custom objects', () => {
    send({ verb: 'create', ...NAMESPACES, body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } } });
    const body = crontab('held', 'v1', { finalizers: ['example.com/hold'] });
    send({ verb: 'create', ...crontabs, namespace: 'team', body });
    send({ verb: 'create', ...crontabs, namespace: 'team', body: crontab('free') });
    send({ verb: 'delete', ...NAMESPACES, name: 'team' });
    cluster.advance({ byMs: 10_000 });
    expect(names(crontabs, 'team')).toEqual(['held']);
    const { conditions } = send({ verb: 'get', ...NAMESPACES, name: 'team' }).status as { conditions: { type: string; message: string }[] };
    expect(conditions.find(({ type }) => type === 'NamespaceContentRemaining')?.message).toBe(
      'Some resources are remaining: crontabs.stable.example.com has 1 resource instances',
    );
    send({ verb: 'patch', ...crontabs, namespace: 'team', name: 'held', patchType: 'merge', body: { metadata: { finalizers: null } } });
    cluster.advance({ byMs: 60_000 });
    expect(cluster.handle({ verb: 'get', ...NAMESPACES, name: 'team' }).code).toBe(404);
  });

  it('count custom objects against quotas', () => {
    const hard = { 'count/crontabs.stable.example.com': '2' };
    const body = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'few' }, spec: { hard } };
    make('one');
    send({ verb: 'create', ...QUOTAS, namespace, body });
    cluster.advance({ byMs: 1000 });
    const used = () => (send({ verb: 'get', ...QUOTAS, namespace, name: 'few' }).status as { used: object }).used;
    expect(used()).toEqual({ 'count/crontabs.stable.example.com': '1' });
    make('two');
    expect(cluster.handle({ verb: 'create', ...crontabs, namespace, body: crontab('three') }).body).toMatchObject({
      code: 403,
      message:
        'crontabs.stable.example.com "three" is forbidden: exceeded quota: few, requested: count/crontabs.stable.example.com=1, used: count/crontabs.stable.example.com=2, limited: count/crontabs.stable.example.com=2',
    });
    remove('one', 'Background');
    cluster.advance({ byMs: 5000 });
    expect(used()).toEqual({ 'count/crontabs.stable.example.com': '1' });
  });

  it('follow a definition through another version, its end and its return', () => {
    const owner = make('owner');
    map('dependent', ownedBy(owner));
    cluster.advance({ byMs: 1000 });
    const spec = crontabDefinition(['v2', 'v1']).spec;
    const current = send({ verb: 'get', ...definitions, name: 'crontabs.stable.example.com' });
    send({ verb: 'update', ...definitions, name: 'crontabs.stable.example.com', body: { ...current, spec } });
    cluster.advance({ byMs: 5000 });
    expect(names(MAPS)).toEqual(['dependent']);
    send({ verb: 'delete', ...definitions, name: 'crontabs.stable.example.com' });
    send({ verb: 'create', ...definitions, body: crontabDefinition() });
    cluster.advance({ byMs: 5000 });
    expect(names(MAPS)).toEqual([]);
    map('again', ownedBy(make('owner')));
    cluster.advance({ byMs: 5000 });
    remove('owner', 'Background');
    cluster.advance({ byMs: 5000 });
    expect(names(MAPS)).toEqual([]);
  });
});
