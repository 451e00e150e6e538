import { describe, expect, it } from 'vitest';
import { podLook } from '../../../src/features/stage/model/pod-look';
import type { Pod } from '../../../workers/resources/core/pods/types';

function pod(spec: object, status: object, metadata: object = {}): Pod {
  return { metadata: { name: 'p', namespace: 'default', ...metadata }, spec: { containers: [], ...spec }, status } as unknown as Pod;
}

const onNode = { nodeName: 'node-1' };
const ready = [{ type: 'Ready', status: 'True' }];
const waiting = (reason: string, restartCount = 0) => [{ name: 'c', restartCount, state: { waiting: { reason } } }];

const cases: readonly {
  readonly name: string;
  readonly pod: Pod;
  readonly answers?: boolean;
  readonly want: readonly [string, string, number];
}[] = [
  { name: 'a pod no scheduler has seen is pending', pod: pod({}, { phase: 'Pending' }), want: ['pending', 'Pending', 0] },
  {
    name: 'a pod no node fits is pending for the reason in its condition',
    pod: pod({}, { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] }),
    want: ['pending', 'Unschedulable', 0],
  },
  {
    name: 'a bound pod whose containers wait is starting',
    pod: pod(onNode, { phase: 'Pending', containerStatuses: waiting('ContainerCreating') }),
    want: ['starting', 'ContainerCreating', 0],
  },
  {
    name: 'a pod that cannot pull its image has failed',
    pod: pod(onNode, { phase: 'Pending', containerStatuses: waiting('ImagePullBackOff') }),
    want: ['failed', 'ImagePullBackOff', 0],
  },
  {
    name: 'a running pod that is not ready is half full',
    pod: pod(onNode, { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] }),
    want: ['running', 'NotReady', 0],
  },
  { name: 'a ready pod is ready', pod: pod(onNode, { phase: 'Running', conditions: ready }), want: ['ready', 'Running', 0] },
  {
    name: 'a crash loop shows as failed with its restarts',
    pod: pod(onNode, { phase: 'Running', containerStatuses: waiting('CrashLoopBackOff', 3) }),
    want: ['failed', 'CrashLoopBackOff', 3],
  },
  {
    name: 'a container that exited with an error shows as failed before the back-off',
    pod: pod(onNode, { phase: 'Running', containerStatuses: [{ name: 'c', restartCount: 1, state: { terminated: { exitCode: 1 } } }] }),
    want: ['failed', 'Error', 1],
  },
  {
    name: 'a pod on a node that does not answer is unknown, whatever it last said',
    pod: pod(onNode, { phase: 'Running', conditions: ready }),
    answers: false,
    want: ['unknown', 'NodeNotReady', 0],
  },
  {
    name: 'a finished pod stays succeeded on a node that does not answer',
    pod: pod(onNode, { phase: 'Succeeded' }),
    answers: false,
    want: ['succeeded', 'Completed', 0],
  },
  {
    name: 'an evicted pod is told from one that failed',
    pod: pod(onNode, { phase: 'Failed', reason: 'Evicted' }),
    want: ['evicted', 'Evicted', 0],
  },
  { name: 'a failed pod is failed', pod: pod(onNode, { phase: 'Failed' }), want: ['failed', 'Failed', 0] },
  {
    name: 'a pod being deleted is terminating',
    pod: pod(onNode, { phase: 'Running', conditions: ready }, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    want: ['terminating', 'Terminating', 0],
  },
  {
    name: 'a pod deleted to make room shows as evicted',
    pod: pod(
      onNode,
      { phase: 'Running', conditions: [{ type: 'DisruptionTarget', status: 'True' }] },
      { deletionTimestamp: '2026-01-01T00:00:00Z' },
    ),
    want: ['evicted', 'Terminating', 0],
  },
];

describe('podLook', () => {
  it.each(cases)('$name', ({ pod: given, answers = true, want }) => {
    const { status, reason, restarts } = podLook(given, answers);
    expect([status, reason, restarts]).toEqual(want);
  });
});
