import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../../workers/api/request';
import { claimOwners } from '../../../workers/controllers/statefulset/claims';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import type { StatefulSet } from '../../../workers/resources/apps/statefulsets/types';
import type { PersistentVolumeClaim } from '../../../workers/resources/core/persistentvolumeclaims/types';
import type { Pod } from '../../../workers/resources/core/pods/types';

const SETS = { group: 'apps', version: 'v1', resource: 'statefulsets', namespace: 'default' };
const PODS = { group: '', version: 'v1', resource: 'pods', namespace: 'default' };

describe('a StatefulSet', () => {
  it('creates its pods one after the other', () => {
    const cluster = start();
    send(cluster, { verb: 'create', ...SETS, body: statefulSet('OrderedReady') });
    expect(order(cluster, 'ADDED', 40_000)).toEqual(['db-0', 'db-1', 'db-2']);
    expect(readyTimes(cluster).every(([ready, nextCreated]) => nextCreated === undefined || ready <= nextCreated)).toBe(true);
  });

  it('updates them from the highest ordinal down', () => {
    const cluster = start();
    send(cluster, { verb: 'create', ...SETS, body: statefulSet('OrderedReady') });
    cluster.advance({ byMs: 60_000 });
    send(cluster, {
      verb: 'patch',
      ...SETS,
      name: 'db',
      patchType: 'strategic',
      body: { spec: { template: { metadata: { annotations: { v: '2' } } } } },
    });
    expect(order(cluster, 'DELETED', 90_000)).toEqual(['db-2', 'db-1', 'db-0']);
    const { status } = send(cluster, { verb: 'get', ...SETS, name: 'db' }) as { status: Record<string, unknown> };
    expect([status['updatedReplicas'], status['currentRevision'] === status['updateRevision']]).toEqual([3, true]);
  });

  it('leaves pods below the partition alone', () => {
    const cluster = start();
    const body = statefulSet('Parallel');
    send(cluster, {
      verb: 'create',
      ...SETS,
      body: { ...body, spec: { ...body.spec, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } } },
    });
    cluster.advance({ byMs: 60_000 });
    send(cluster, {
      verb: 'patch',
      ...SETS,
      name: 'db',
      patchType: 'strategic',
      body: { spec: { template: { metadata: { annotations: { v: '2' } } } } },
    });
    expect(order(cluster, 'DELETED', 90_000)).toEqual(['db-2']);
  });
});

describe('owners of a claim', () => {
  const set = (whenDeleted: string, whenScaled: string) =>
    ({
      metadata: { name: 'db', uid: 's' },
      spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled } },
    }) as unknown as StatefulSet;
  const pod = { metadata: { name: 'db-0', uid: 'p' } } as unknown as Pod;
  it.each([
    ['Retain', 'Retain', true, []],
    ['Delete', 'Retain', true, ['s']],
    ['Delete', 'Retain', false, ['s']],
    ['Retain', 'Delete', true, []],
    ['Retain', 'Delete', false, ['p']],
    ['Delete', 'Delete', true, ['s']],
    ['Delete', 'Delete', false, ['p']],
  ])('whenDeleted %s, whenScaled %s, pod wanted %s: %j', (whenDeleted, whenScaled, wanted, owners) => {
    const claim = { metadata: { name: 'data-db-0' } } as unknown as PersistentVolumeClaim;
    expect(claimOwners(set(whenDeleted, whenScaled), pod, claim, wanted).map(({ uid }) => uid)).toEqual(owners);
  });

  it('stay as they are while the claim belongs to an earlier pod of that name', () => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Pod', name: 'db-0', uid: 'earlier', controller: true }];
    const claim = { metadata: { name: 'data-db-0', ownerReferences } } as unknown as PersistentVolumeClaim;
    expect(claimOwners(set('Delete', 'Delete'), pod, claim, true)).toBe(ownerReferences);
  });
});

function start(): InlineCluster {
  const cluster = createInlineCluster({ seed: 1, nodes: 3 });
  cluster.advance({ byMs: 20_000 });
  return cluster;
}

function statefulSet(podManagementPolicy: string) {
  const template = {
    metadata: { labels: { app: 'db' } },
    spec: { containers: [{ name: 'main', image: 'nginx' }], terminationGracePeriodSeconds: 1 },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: { replicas: 3, serviceName: 'db', podManagementPolicy, selector: { matchLabels: { app: 'db' } }, template },
  };
}

function order(cluster: InlineCluster, type: string, byMs: number): string[] {
  const names: string[] = [];
  const stop = cluster.watch(
    { verb: 'watch', ...PODS },
    {
      events: (events) => {
        for (const event of events) if (event.type === type) names.push(event.object.metadata?.name ?? '');
      },
      closed: () => {},
    },
  );
  cluster.advance({ byMs });
  stop();
  return names;
}

/** For each pod when it became ready, and when the next one was created. */
function readyTimes(cluster: InlineCluster): (readonly [string, string | undefined])[] {
  const { items } = send(cluster, { verb: 'list', ...PODS }) as { items: Pod[] };
  const sorted = items.toSorted((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1));
  const ready = ({ status }: Pod): string => status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
  return sorted.map((pod, at) => [ready(pod), sorted[at + 1]?.metadata.creationTimestamp]);
}

function send(cluster: InlineCluster, request: ApiRequest): unknown {
  const { code, body } = cluster.handle({ user: 'admin', ...request });
  if (code >= 300) throw new Error(JSON.stringify(body));
  return body;
}
