import { describe, expect, it } from 'vitest';
import { rfc3339 } from '../../../workers/api/time';
import type { Replicator } from '../../../workers/controllers/replicaset/replicator';
import { calculateStatus, nextAvailabilityMs, statusDiffers } from '../../../workers/controllers/replicaset/status';
import type { Pod } from '../../../workers/resources/core/pods/types';

const NONE = { active: 0, fullyLabeled: 0, ready: 0, available: 0 };
const FAILED = { type: 'ReplicaFailure', status: 'True', lastTransitionTime: rfc3339(0), reason: 'FailedCreate', message: 'old' };

describe('status of a ReplicaSet', () => {
  it('leaves zero counts out, but for replicas and terminatingReplicas', () => {
    const status = calculateStatus(replicaSet(), { counts: NONE, terminating: 0, failure: undefined, nowMs: 0 });
    expect(status).toEqual({ replicas: 0, terminatingReplicas: 0 });
  });

  it('says why pods could not be created', () => {
    const status = calculateStatus(replicaSet(), { counts: { ...NONE, active: 1 }, terminating: undefined, failure: 'quota', nowMs: 5000 });
    expect(status).toEqual({ replicas: 1, conditions: [{ ...FAILED, lastTransitionTime: rfc3339(5000), message: 'quota' }] });
  });

  it('says FailedDelete where there are too many pods', () => {
    const status = calculateStatus(replicaSet(), { counts: { ...NONE, active: 5 }, terminating: undefined, failure: 'no', nowMs: 0 });
    expect(status.conditions?.[0]?.reason).toBe('FailedDelete');
  });

  it('keeps the first failure while it lasts and drops it afterwards', () => {
    const failing = replicaSet({ replicas: 0, conditions: [FAILED] });
    const input = { counts: NONE, terminating: undefined, nowMs: 9000 };
    expect(calculateStatus(failing, { ...input, failure: 'new' }).conditions).toEqual([FAILED]);
    expect(calculateStatus(failing, { ...input, failure: undefined })).toEqual({ replicas: 0 });
  });

  it.each([
    ['nothing changed', { replicas: 0, observedGeneration: 1 }, false],
    ['a count changed', { replicas: 1, observedGeneration: 1 }, true],
    ['the generation was not acknowledged', { replicas: 0 }, true],
    ['a condition is new', { replicas: 0, observedGeneration: 1, conditions: [FAILED] }, true],
  ])('is written or not: %s', (_, before, expected) => {
    expect(statusDiffers(replicaSet(before), { replicas: 0, observedGeneration: 1 })).toBe(expected);
  });

  it('is due again when the next ready pod has been ready for minReadySeconds', () => {
    const ready = (atMs: number): Pod =>
      ({ metadata: {}, status: { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: rfc3339(atMs) }] } }) as unknown as Pod;
    expect(nextAvailabilityMs([ready(1000), ready(4000), ready(6000)], 3, 6500)).toBe(500);
    expect(nextAvailabilityMs([ready(1000)], 3, 6500)).toBeUndefined();
  });
});

function replicaSet(status?: Replicator['status']): Replicator {
  return { metadata: { name: 'web', generation: 1 }, spec: { replicas: 3 }, ...(status ? { status } : {}) };
}
