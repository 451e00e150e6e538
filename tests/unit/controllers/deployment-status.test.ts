import { describe, expect, it } from 'vitest';
import { rfc3339 } from '../../../workers/api/time';
import { newCondition, withCondition } from '../../../workers/controllers/deployment/conditions';
import { progressCheckMs, rolloutStatus } from '../../../workers/controllers/deployment/status';
import type { DeploymentStatus } from '../../../workers/controllers/deployment/status';
import type { Deployment } from '../../../workers/resources/apps/deployments/types';
import type { ReplicaSet } from '../../../workers/resources/apps/replicasets/types';

const NOW_MS = 60_000;
const progressing = (reason: string, atMs: number): DeploymentStatus['conditions'] => [
  newCondition(atMs, 'Progressing', 'True', reason, 'm'),
];

describe('status of a rollout', () => {
  const cases: {
    name: string;
    before: DeploymentStatus;
    replicas: number;
    available: number;
    condition: readonly [string, string, string];
  }[] = [
    {
      name: 'is complete when all replicas are new and available',
      before: { replicas: 2, updatedReplicas: 2, conditions: progressing('ReplicaSetUpdated', 0) },
      replicas: 3,
      available: 3,
      condition: ['True', 'NewReplicaSetAvailable', 'ReplicaSet "web-1" has successfully progressed.'],
    },
    {
      name: 'progresses with every further new replica',
      before: { replicas: 1, updatedReplicas: 1, conditions: progressing('NewReplicaSetCreated', 0) },
      replicas: 2,
      available: 0,
      condition: ['True', 'ReplicaSetUpdated', 'ReplicaSet "web-1" is progressing.'],
    },
    {
      name: 'times out without progress',
      before: { replicas: 2, updatedReplicas: 2, conditions: progressing('ReplicaSetUpdated', 49_000) },
      replicas: 2,
      available: 0,
      condition: ['False', 'ProgressDeadlineExceeded', 'ReplicaSet "web-1" has timed out progressing.'],
    },
    {
      name: 'has until the deadline',
      before: { replicas: 2, updatedReplicas: 2, conditions: progressing('ReplicaSetUpdated', 50_000) },
      replicas: 2,
      available: 0,
      condition: ['True', 'ReplicaSetUpdated', 'm'],
    },
    {
      name: 'does not time out once it was complete',
      before: { replicas: 2, updatedReplicas: 2, conditions: progressing('NewReplicaSetAvailable', 0) },
      replicas: 2,
      available: 0,
      condition: ['True', 'NewReplicaSetAvailable', 'm'],
    },
  ];
  it.each(cases)('$name', ({ before, replicas, available, condition }) => {
    const newSet = {
      metadata: { name: 'web-1' },
      spec: { replicas: 3 },
      status: { replicas, availableReplicas: available, terminatingReplicas: 0 },
    } as unknown as ReplicaSet;
    const status = rolloutStatus(deployment({ observedGeneration: 1, ...before }), [], newSet, NOW_MS);
    const found = status.conditions?.find(({ type }) => type === 'Progressing');
    expect([found?.status, found?.reason, found?.message]).toEqual(condition);
  });

  it('moves the update time but not the transition time while it progresses', () => {
    const newSet = { metadata: { name: 'web-1' }, spec: { replicas: 3 }, status: { replicas: 2 } } as unknown as ReplicaSet;
    const status = rolloutStatus(
      deployment({ replicas: 1, updatedReplicas: 1, conditions: progressing('ReplicaSetUpdated', 1000) }),
      [],
      newSet,
      NOW_MS,
    );
    const found = status.conditions?.find(({ type }) => type === 'Progressing');
    expect([found?.lastUpdateTime, found?.lastTransitionTime]).toEqual([rfc3339(NOW_MS), rfc3339(1000)]);
  });

  it("shows a ReplicaSet's failure to create pods", () => {
    const failure = { type: 'ReplicaFailure', status: 'True', lastTransitionTime: rfc3339(1000), reason: 'FailedCreate', message: 'quota' };
    const newSet = {
      metadata: { name: 'web-1' },
      spec: { replicas: 3 },
      status: { replicas: 0, conditions: [failure] },
    } as unknown as ReplicaSet;
    const status = rolloutStatus(deployment({}), [], newSet, NOW_MS);
    expect(status.conditions?.find(({ type }) => type === 'ReplicaFailure')).toEqual({ ...failure, lastUpdateTime: rfc3339(1000) });
  });

  it.each([
    ['a second after the deadline', 55_000, 6000],
    ['just after the deadline when that is near', 50_500, 1],
  ])('is looked at again %s', (_, updatedMs, expected) => {
    const stuck = deployment({ replicas: 2, conditions: progressing('ReplicaSetUpdated', updatedMs) });
    expect(progressCheckMs(stuck, { replicas: 2 }, NOW_MS)).toBe(expected);
  });
});

describe('conditions of a Deployment', () => {
  const old = newCondition(0, 'Available', 'True', 'A', 'first');
  it.each([
    ['the same status and reason change nothing', newCondition(9000, 'Available', 'True', 'A', 'second'), old],
    [
      'another reason keeps the transition time',
      newCondition(9000, 'Available', 'True', 'B', 'm'),
      { ...newCondition(9000, 'Available', 'True', 'B', 'm'), lastTransitionTime: rfc3339(0) },
    ],
    [
      'another status is a transition',
      newCondition(9000, 'Available', 'False', 'B', 'm'),
      newCondition(9000, 'Available', 'False', 'B', 'm'),
    ],
  ])('%s', (_, next, expected) => {
    expect(withCondition([old], next)).toEqual([expected]);
  });
});

function deployment(status: DeploymentStatus): Deployment {
  const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  return {
    metadata: { name: 'web', generation: 1 },
    spec: { replicas: 3, progressDeadlineSeconds: 10, strategy },
    status,
  } as unknown as Deployment;
}
