import { describe, expect, test } from 'vitest';
import { NO_FAILURES, afterEnds, remainingMs } from '../../../workers/controllers/job/backoff';
import { firstFree, formatIndexes, parseIndexes } from '../../../workers/controllers/job/indexes';
import { matchPolicy } from '../../../workers/controllers/job/pod-failure-policy';
import type { PodFailurePolicy } from '../../../workers/controllers/job/pod-failure-policy';
import { matchSuccessPolicy } from '../../../workers/controllers/job/success-policy';
import { expiryMs } from '../../../workers/controllers/ttl-after-finished/controller';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { Job } from '../../../workers/resources/batch/jobs/types';
import type { Pod } from '../../../workers/resources/core/pods/types';

describe('completion indexes', () => {
  test.each([
    [[], ''],
    [[3], '3'],
    [[0, 1], '0,1'],
    [[5, 0, 2, 3, 4], '0,2-5'],
  ])('%j is written "%s"', (indexes, text) => {
    expect(formatIndexes(new Set(indexes))).toBe(text);
    expect([...parseIndexes(text, 10)]).toEqual([...indexes].sort());
  });

  test('indexes beyond the completions are not read', () => {
    expect([...parseIndexes('0,3-9', 5)]).toEqual([0, 3, 4]);
  });

  test('the lowest free ones come first', () => {
    expect(firstFree(new Set([0, 2]), 2, 4)).toEqual([1, 3]);
    expect(firstFree(new Set([0, 2]), 9, 4)).toEqual([1, 3]);
  });
});

describe('back-off of a job', () => {
  test.each([
    ['one failure waits 10 s', afterEnds(NO_FAILURES, [], [2000]), 2100, 9900],
    ['a second one 20 s', afterEnds(afterEnds(NO_FAILURES, [], [2000]), [], [14_000]), 14_000, 20_000],
    ['three at once 40 s', afterEnds(NO_FAILURES, [], [2000, 2000, 2000]), 2000, 40_000],
    ['ten minutes at most', { failures: 50, lastFailureMs: 0 }, 0, 600_000],
    ['a success makes them forgotten', afterEnds({ failures: 3, lastFailureMs: 0 }, [5000], [4000]), 5000, 0],
    ['but not those after it', afterEnds({ failures: 3, lastFailureMs: 0 }, [5000], [4000, 6000]), 6000, 10_000],
  ])('%s', (_, record, now, want) => {
    expect(remainingMs(record, now)).toBe(want);
  });
});

describe('podFailurePolicy', () => {
  const exits = (code: number, conditions: object[] = []): Pod =>
    ({
      metadata: { name: 'p', namespace: 'a' },
      status: { conditions, containerStatuses: [{ name: 'main', state: { terminated: { exitCode: code } } }] },
    }) as unknown as Pod;
  const policy = {
    rules: [
      { action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [42] } },
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { action: 'FailIndex', onExitCodes: { operator: 'NotIn', values: [1] } },
    ],
  } as unknown as PodFailurePolicy;

  test.each([
    [
      'the first rule that matches decides',
      exits(42, [{ type: 'DisruptionTarget', status: 'True' }]),
      { action: 'FailJob', counts: true, message: 'Container main for pod a/p failed with exit code 42 matching FailJob rule at index 0' },
    ],
    ['ignored failures do not count', exits(1, [{ type: 'DisruptionTarget', status: 'True' }]), { action: 'Ignore', counts: false }],
    ['NotIn matches the others', exits(2), { action: 'FailIndex', counts: true }],
    ['exit code 0 never matches', exits(0), { counts: true }],
    ['without a match it counts', exits(1), { counts: true }],
  ])('%s', (_, pod, want) => {
    expect(matchPolicy(policy, pod)).toEqual(want);
  });
});

test.each([
  ['all listed indexes', { succeededIndexes: '0,2' }, [0, 2], 'Matched rules at index 0'],
  ['one is missing', { succeededIndexes: '0,2' }, [0, 1], undefined],
  ['so many of the listed ones', { succeededIndexes: '0-2', succeededCount: 2 }, [1, 2], 'Matched rules at index 0'],
  ['so many of any', { succeededCount: 3 }, [1, 2], undefined],
])('success policy: %s', (_, rule, succeeded, want) => {
  const job = { metadata: {}, spec: { completions: 5, successPolicy: { rules: [rule] } } } as unknown as Job;
  expect(matchSuccessPolicy(job, new Set(succeeded))).toBe(want);
});

test.each([
  ['a finished job expires', [{ type: 'Failed', status: 'True', lastTransitionTime: '2026-01-01T00:00:10Z' }], 15_000],
  ['a running one does not', [], undefined],
])('TTL: %s', (_, conditions, want) => {
  const job = { metadata: {}, spec: { ttlSecondsAfterFinished: 5 }, status: { conditions } } as unknown as Job;
  expect(expiryMs(job)).toBe(want);
});

test('a suspended job makes no pods until it is resumed, and its pods carry the tracking finalizer', () => {
  const cluster = createInlineCluster({ seed: 1, nodes: 0, controllers: ['*'] });
  const jobs = { group: 'batch', version: 'v1', resource: 'jobs', namespace: 'default' };
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'i' }] } };
  const body = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j' },
    spec: { suspend: true, parallelism: 2, completions: 2, template },
  };
  const pods = (): Pod[] => {
    const reply = cluster.handle({ verb: 'list', group: '', version: 'v1', resource: 'pods', namespace: 'default' });
    return [...(reply.body as { items: Pod[] }).items];
  };
  cluster.advance({ byMs: 1000 });
  expect(cluster.handle({ verb: 'create', ...jobs, body }).code).toBe(201);
  cluster.advance({ byMs: 3000 });
  expect(pods()).toEqual([]);
  cluster.handle({ verb: 'patch', ...jobs, name: 'j', patchType: 'merge', body: { spec: { suspend: false } } });
  cluster.advance({ byMs: 3000 });
  expect(pods().map(({ metadata }) => metadata.finalizers)).toEqual([
    ['batch.kubernetes.io/job-tracking'],
    ['batch.kubernetes.io/job-tracking'],
  ]);
  const job = cluster.handle({ verb: 'get', ...jobs, name: 'j' }).body as Job;
  expect(job.status).toMatchObject({ active: 2, ready: 0, terminating: 0 });
});
