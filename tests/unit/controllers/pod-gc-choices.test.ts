import { describe, expect, it } from 'vitest';
import { outOfServicePods, surplusTerminated, unscheduledTerminating } from '../../../workers/controllers/pod-gc/choices';
import type { Node } from '../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../workers/resources/core/pods/types';

describe('the pod garbage collector', () => {
  it('takes finished pods beyond the threshold, evicted ones first, then the oldest', () => {
    const pods = [
      pod('b', { phase: 'Succeeded', created: 1 }),
      pod('a', { phase: 'Failed', created: 2 }),
      pod('e', { phase: 'Failed', created: 9, reason: 'Evicted' }),
      pod('r', { phase: 'Running' }),
    ];
    expect([names(surplusTerminated(pods, 1)), names(surplusTerminated(pods, 3))]).toEqual([['e', 'b'], []]);
  });

  it('takes pods that are being deleted and never got a node', () => {
    expect(
      names(unscheduledTerminating([pod('a', { deleted: true, node: '' }), pod('b', { deleted: true }), pod('c', { node: '' })])),
    ).toEqual(['a']);
  });

  it.each([
    ['that is not ready and out of service', 'False', true, ['a']],
    ['that is ready', 'True', true, []],
    ['without the taint', 'False', false, []],
  ])('looks at pods being deleted on a node %s', (_, ready, tainted, expected) => {
    const taints = tainted ? [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }] : [];
    const node = {
      metadata: { name: 'n1' },
      spec: { taints },
      status: { conditions: [{ type: 'Ready', status: ready }] },
    } as unknown as Node;
    expect(names(outOfServicePods([pod('a', { deleted: true }), pod('b', {})], () => node))).toEqual(expected);
  });
});

function pod(
  name: string,
  {
    phase = 'Running',
    created = 0,
    reason,
    deleted,
    node = 'n1',
  }: { phase?: string; created?: number; reason?: string; deleted?: boolean; node?: string },
): Pod {
  const metadata = {
    name,
    creationTimestamp: `2026-01-01T00:00:0${created}Z`,
    ...(deleted ? { deletionTimestamp: '2026-01-01T00:00:09Z' } : {}),
  };
  return { metadata, spec: { nodeName: node }, status: { phase, ...(reason ? { reason } : {}) } } as unknown as Pod;
}

function names(pods: readonly Pod[]): (string | undefined)[] {
  return pods.map(({ metadata }) => metadata.name);
}
