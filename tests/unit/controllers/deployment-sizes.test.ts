import { describe, expect, it } from 'vitest';
import {
  maxSurge,
  maxUnavailable,
  newReplicaSetSize,
  proportionalSizes,
  scaledDown,
  withoutUnhealthy,
} from '../../../workers/controllers/deployment/sizes';
import type { NewSize } from '../../../workers/controllers/deployment/sizes';
import type { Deployment } from '../../../workers/resources/apps/deployments/types';
import type { ReplicaSet } from '../../../workers/resources/apps/replicasets/types';

describe('bounds of a rolling update', () => {
  it.each([
    [4, '25%', '25%', 1, 1],
    [5, '30%', '30%', 2, 1],
    [3, 0, 1, 0, 1],
    [2, '100%', 0, 2, 0],
    [6, 0, '50%', 0, 3],
    [1, 0, '1%', 0, 1],
    [0, '25%', '25%', 0, 0],
    [2, 1, 5, 1, 2],
  ])('%s replicas, maxSurge %s, maxUnavailable %s: %s more and %s fewer', (replicas, surge, unavailable, more, fewer) => {
    const deployment = rolling(replicas, surge, unavailable);
    expect([maxSurge(deployment), maxUnavailable(deployment)]).toEqual([more, fewer]);
  });

  it.each([
    ['grows into the surge', 4, 4, 0, 1],
    ['grows no further than the Deployment', 4, 2, 2, 4],
    ['stays where the limit is reached', 4, 5, 1, 1],
  ])('the new ReplicaSet %s', (_, replicas, total, current, expected) => {
    expect(newReplicaSetSize(rolling(replicas, '25%', '25%'), total, current)).toBe(expected);
  });

  it('does not bound the Recreate strategy', () => {
    const deployment = { ...rolling(4, 0, 0), spec: { replicas: 4, strategy: { type: 'Recreate' } } } as unknown as Deployment;
    expect([maxSurge(deployment), maxUnavailable(deployment), newReplicaSetSize(deployment, 4, 0)]).toEqual([0, 0, 4]);
  });
});

describe('scaling old ReplicaSets down', () => {
  it('takes unavailable replicas first, from the oldest', () => {
    const { sizes, blocked } = withoutUnhealthy([set('a', 3, 1), set('b', 3, 0)], 3);
    expect([named(sizes), blocked]).toEqual([{ a: 1, b: 2 }, false]);
  });

  it('waits for a ReplicaSet whose count of available pods is out of date', () => {
    const { sizes, blocked } = withoutUnhealthy([set('a', 3, 1), set('b', 2, 4), set('c', 2, 0)], 5);
    expect([named(sizes), blocked]).toEqual([{ a: 1 }, true]);
  });

  it('takes healthy replicas from the oldest', () => {
    expect(named(scaledDown([set('a', 2, 2), set('b', 3, 3)], 3))).toEqual({ a: 0, b: 2 });
  });
});

describe('scaling in the middle of a rollout', () => {
  const cases: { name: string; deployment: Deployment; sets: ReplicaSet[]; sizes: Record<string, number> }[] = [
    {
      name: 'spreads more replicas in proportion',
      deployment: rolling(20, 3, 0),
      sets: [set('old', 10, 10, 13), set('new', 3, 0, 13)],
      sizes: { old: 18, new: 5 },
    },
    {
      name: 'spreads fewer replicas in proportion',
      deployment: rolling(5, 2, 1),
      sets: [set('old', 8, 8, 13), set('new', 5, 0, 13)],
      sizes: { old: 4, new: 3 },
    },
    {
      name: 'gives what rounding leaves to the largest',
      deployment: rolling(10, 0, 1),
      sets: [set('a', 3, 3, 6), set('b', 2, 2, 6), set('c', 1, 1, 6)],
      sizes: { a: 5, b: 3, c: 2 },
    },
    {
      name: 'scales everything to nothing',
      deployment: rolling(0, 1, 1),
      sets: [set('old', 4, 4, 6), set('new', 2, 2, 6)],
      sizes: { old: 0, new: 0 },
    },
    {
      name: 'keeps sizes where the sum is right',
      deployment: rolling(5, 1, 0),
      sets: [set('old', 4, 4, 6), set('new', 2, 2, 6)],
      sizes: { old: 4, new: 2 },
    },
  ];
  it.each(cases)('$name', ({ deployment, sets, sizes }) => {
    expect(named(proportionalSizes(deployment, sets))).toEqual(sizes);
  });
});

function rolling(replicas: number, surge: number | string, unavailable: number | string): Deployment {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: surge, maxUnavailable: unavailable } };
  return { metadata: { name: 'web' }, spec: { replicas, strategy } } as unknown as Deployment;
}

function set(name: string, replicas: number, availableReplicas: number, limit?: number): ReplicaSet {
  const annotations = limit === undefined ? {} : { 'deployment.kubernetes.io/max-replicas': String(limit) };
  return {
    metadata: { name, annotations, creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { replicas },
    status: { replicas, availableReplicas },
  } as unknown as ReplicaSet;
}

function named(sizes: readonly NewSize[]): Record<string, number> {
  return Object.fromEntries(sizes.map(({ replicaSet, replicas }) => [replicaSet.metadata.name, replicas]));
}
