import { describe, expect, it } from 'vitest';
import { evictionAtMs, nodeHealth } from '../../../src/state/node-health';
import type { Node } from '../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../workers/resources/core/pods/types';

const node = (status: string | undefined, taints: object[] = []): Node =>
  ({
    metadata: { name: 'n' },
    spec: { taints },
    status: { conditions: status ? [{ type: 'Ready', status, lastTransitionTime: '2026-01-01T00:01:00Z' }] : [] },
  }) as unknown as Node;
const pod = (tolerations: object[]): Pod => ({ metadata: { name: 'p' }, spec: { containers: [], tolerations } }) as unknown as Pod;
const unreachable = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: '2026-01-01T00:01:00Z' };

describe('nodeHealth', () => {
  it.each([
    { name: 'a node without a Ready condition is starting', node: node(undefined), heartbeat: 0, now: 0, want: { state: 'starting' } },
    { name: 'a heartbeat within 12 s is fine', node: node('True'), heartbeat: 20_000, now: 32_000, want: { state: 'ready' } },
    {
      name: 'a later one counts down to 50 s of silence',
      node: node('True'),
      heartbeat: 20_000,
      now: 33_000,
      want: { state: 'silent', sinceMs: 20_000, notReadyAtMs: 70_000 },
    },
    {
      name: 'Unknown is not ready since the transition',
      node: node('Unknown'),
      heartbeat: 10_000,
      now: 90_000,
      want: { state: 'notReady', sinceMs: 60_000 },
    },
  ])('$name', ({ node: given, heartbeat, now, want }) => {
    expect(nodeHealth(given, heartbeat, now)).toEqual(want);
  });
});

describe('evictionAtMs', () => {
  it.each([
    { name: 'an intolerant pod goes when the taint comes', tolerations: [], want: 60_000 },
    {
      name: 'a limited toleration ends',
      tolerations: [{ key: unreachable.key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }],
      want: 360_000,
    },
    { name: 'an unlimited toleration never ends', tolerations: [{ operator: 'Exists' }], want: undefined },
    {
      name: 'the shortest of several limits counts',
      tolerations: [{ operator: 'Exists' }, { key: unreachable.key, operator: 'Exists', tolerationSeconds: 30 }],
      want: 90_000,
    },
  ])('$name', ({ tolerations, want }) => {
    expect(evictionAtMs(pod(tolerations), node('Unknown', [unreachable]))).toBe(want);
  });

  it('ignores taints that do not evict', () => {
    expect(evictionAtMs(pod([]), node('Unknown', [{ ...unreachable, effect: 'NoSchedule' }]))).toBe(undefined);
  });
});
