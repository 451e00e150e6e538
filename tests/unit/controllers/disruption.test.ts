import { describe, expect, test } from 'vitest';
import { budgetStatus, disruptedPods } from '../../../workers/controllers/disruption/budget-status';
import { expectedPods } from '../../../workers/controllers/disruption/expected-pods';
import type { Scaled } from '../../../workers/controllers/disruption/expected-pods';
import { formatSelector } from '../../../workers/controllers/disruption/format-selector';
import type { Pod } from '../../../workers/resources/core/pods/types';
import type { PodDisruptionBudget } from '../../../workers/resources/policy/poddisruptionbudgets/types';

const budget = (spec: object, status: object = {}): PodDisruptionBudget =>
  ({ metadata: { name: 'b', namespace: 'a', generation: 1 }, spec, status }) as unknown as PodDisruptionBudget;

function pod(name: string, options: { owner?: string; ready?: boolean; deleting?: boolean } = {}): Pod {
  const { owner, ready = true, deleting = false } = options;
  return {
    metadata: {
      name,
      namespace: 'a',
      ...(owner ? { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: owner, uid: owner, controller: true }] } : {}),
      ...(deleting ? { deletionTimestamp: '2026-01-01T00:00:30Z' } : {}),
    },
    status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  } as unknown as Pod;
}

const replicaSet: Scaled = { metadata: { uid: 'rs' }, spec: { replicas: 5 } };
const find = (_: string, owner: { uid: string }): Scaled | undefined => (owner.uid === 'rs' ? replicaSet : undefined);

describe('pods a budget expects', () => {
  const three = [pod('p1', { owner: 'rs' }), pod('p2', { owner: 'rs' }), pod('p3', { owner: 'rs' })];
  test.each([
    ['a number counts the pods there are', { minAvailable: 2 }, three, { expected: 3, desiredHealthy: 2 }],
    ['a percentage is of the scale, rounded up', { minAvailable: '50%' }, three, { expected: 5, desiredHealthy: 3 }],
    ['so is maxUnavailable', { maxUnavailable: '30%' }, three, { expected: 5, desiredHealthy: 3 }],
    ['more unavailable than there are', { maxUnavailable: 9 }, three, { expected: 5, desiredHealthy: 0 }],
    ['bare pods do not count', { maxUnavailable: 1 }, [pod('p')], { expected: 0, desiredHealthy: 0, unmanaged: [pod('p')] }],
    ['a controller that is gone', { maxUnavailable: 1 }, [pod('p', { owner: 'x' })], { error: 'found no controllers for pod "p"' }],
  ])('%s', (_, spec, pods, want) => {
    expect(expectedPods(budget(spec), pods, find)).toMatchObject(want);
  });
});

describe('what a budget allows', () => {
  const expected = { expected: 3, desiredHealthy: 2, unmanaged: [] };
  test.each([
    ['what is above the desired', [pod('p1'), pod('p2'), pod('p3')], {}, 1, 'True'],
    ['unready pods are not healthy', [pod('p1'), pod('p2'), pod('p3', { ready: false })], {}, 0, 'False'],
    ['nor are those that go', [pod('p1'), pod('p2'), pod('p3', { deleting: true })], {}, 0, 'False'],
    ['nor are evicted ones', [pod('p1'), pod('p2'), pod('p3')], { p3: '2026-01-01T00:00:00Z' }, 0, 'False'],
  ])('%s', (_, pods, disrupted, allowed, condition) => {
    const status = budgetStatus(budget({}), pods, expected, disrupted, 0);
    expect(status.disruptionsAllowed).toBe(allowed);
    expect(status.conditions?.[0]).toMatchObject({ type: 'DisruptionAllowed', status: condition, observedGeneration: 1 });
  });

  test('without expected pods nothing may go', () => {
    expect(budgetStatus(budget({}), [], { expected: 0, desiredHealthy: 0, unmanaged: [] }, {}, 0).disruptionsAllowed).toBe(0);
  });

  test('an eviction counts until its pod goes, for two minutes at most', () => {
    const evicted = budget({}, { disruptedPods: { p1: '2026-01-01T00:00:00Z', p2: '2026-01-01T00:00:00Z' } });
    const pods = [pod('p1'), pod('p2', { deleting: true })];
    expect(disruptedPods(evicted, pods, 10_000)).toEqual({ pods: { p1: '2026-01-01T00:00:00Z' }, overdue: [], recheckMs: 120_000 });
    expect(disruptedPods(evicted, pods, 120_001)).toEqual({ pods: {}, overdue: [pods[0]] });
  });
});

test('selectors are written as Go does', () => {
  const selector = { matchLabels: { b: '1', a: '2' }, matchExpressions: [{ key: 'k', operator: 'In' as const, values: ['x', 'y'] }] };
  expect(formatSelector(selector)).toBe(
    '&LabelSelector{MatchLabels:map[string]string{a: 2,b: 1,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:k,Operator:In,Values:[x y],},},}',
  );
});
