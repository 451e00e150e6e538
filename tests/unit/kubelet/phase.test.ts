import { describe, expect, it } from 'vitest';
import { podPhase } from '../../../workers/kubelet/status/phase';
import type { ApiContainerStatus } from '../../../workers/kubelet/pod';
import type { Pod } from '../../../workers/resources/core/pods/types';

type State = 'waiting' | 'running' | number;

const cases: readonly {
  readonly name: string;
  readonly policy: string;
  readonly states: readonly State[];
  readonly init?: State;
  readonly phase: string;
  readonly terminal?: boolean;
}[] = [
  { name: 'a container that never started keeps the pod pending', policy: 'Always', states: ['running', 'waiting'], phase: 'Pending' },
  { name: 'one running container makes it running', policy: 'Never', states: [0, 'running'], phase: 'Running' },
  { name: 'all ended well: succeeded', policy: 'Never', states: [0, 0], phase: 'Succeeded' },
  { name: 'one ended badly and is not restarted: failed', policy: 'Never', states: [0, 1], phase: 'Failed' },
  { name: 'ended, but restarted: running', policy: 'Always', states: [0], phase: 'Running' },
  { name: 'ended badly under OnFailure: running', policy: 'OnFailure', states: [1], phase: 'Running' },
  { name: 'ended well under OnFailure: succeeded', policy: 'OnFailure', states: [0], phase: 'Succeeded' },
  { name: 'stopped for good under Always: by its exit code', policy: 'Always', states: [0], terminal: true, phase: 'Succeeded' },
  { name: 'an init container under way: pending', policy: 'Always', states: ['waiting'], init: 'running', phase: 'Pending' },
  { name: 'a failed init container that is not restarted: failed', policy: 'Never', states: ['waiting'], init: 1, phase: 'Failed' },
];

describe('pod phase', () => {
  it.each(cases)('$name', ({ policy, states, init, phase, terminal = false }) => {
    const spec = {
      restartPolicy: policy,
      containers: states.map((_, at) => ({ name: `c${at}` })),
      ...(init === undefined ? {} : { initContainers: [{ name: 'i' }] }),
    };
    const statuses = [...states.map((state, at) => status(`c${at}`, state)), ...(init === undefined ? [] : [status('i', init)])];
    expect(podPhase({ metadata: {}, spec } as unknown as Pod, statuses, terminal, init === undefined)).toBe(phase);
  });
});

function status(name: string, state: State): ApiContainerStatus {
  const value = state === 'waiting' ? { waiting: {} } : state === 'running' ? { running: {} } : { terminated: { exitCode: state } };
  return { name, state: value } as unknown as ApiContainerStatus;
}
