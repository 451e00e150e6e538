import { expect, test } from 'vitest';
import { claimsInUse, release } from '../../../workers/controllers/volume-protection/controller';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { Pod } from '../../../workers/resources/core/pods/types';

const volumes = [
  { name: 'a', persistentVolumeClaim: { claimName: 'data' } },
  { name: 'b', ephemeral: {} },
  { name: 'c', emptyDir: {} },
];
const pod = (spec: object): Pod => ({ metadata: { namespace: 'ns', name: 'p' }, spec: { volumes, ...spec } }) as unknown as Pod;

test.each([
  ['a pod on a node keeps its claims', pod({ nodeName: 'n' }), ['ns/data', 'ns/p-b']],
  ['a pod without a node keeps none', pod({}), []],
])('%s', (_, object, want) => {
  expect(claimsInUse(object)).toEqual(want);
});

test('an object that is not being deleted keeps its finalizer', () => {
  const resource = { group: '', version: 'v1', resource: 'persistentvolumes' };
  expect(release(resource, { metadata: { name: 'v', finalizers: ['x'] } }, 'x')).toEqual([]);
  expect(release(resource, { metadata: { name: 'v', finalizers: ['x'], deletionTimestamp: '2026-01-01T00:00:00Z' } }, 'x')).toHaveLength(1);
});

test('a claim that nobody uses goes when it is deleted', () => {
  const cluster = createInlineCluster({ seed: 1, nodes: 0, controllers: ['*'] });
  const claims = { group: '', version: 'v1', resource: 'persistentvolumeclaims', namespace: 'default' };
  const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
  cluster.advance({ byMs: 100 });
  cluster.handle({
    verb: 'create',
    ...claims,
    body: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec },
  });
  cluster.advance({ byMs: 100 });
  expect(cluster.handle({ verb: 'get', ...claims, name: 'data' }).body).toMatchObject({
    metadata: { finalizers: ['kubernetes.io/pvc-protection'] },
  });
  cluster.handle({ verb: 'delete', ...claims, name: 'data' });
  cluster.advance({ byMs: 100 });
  expect(cluster.handle({ verb: 'get', ...claims, name: 'data' }).code).toBe(404);
});
