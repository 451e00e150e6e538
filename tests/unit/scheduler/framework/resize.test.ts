import { expect, test } from 'vitest';
import type { Pod } from '../../../../workers/resources/core/pods/types';
import { PodInfos } from '../../../../workers/scheduler/framework/pod-info';

const GI = 1024 ** 3;

interface Row {
  readonly name: string;
  readonly spec: object;
  readonly status?: object;
  /** [cpuMilli, memory] */
  readonly requests: readonly [number, number];
  readonly held: readonly [number, number];
  readonly scoreHeld: readonly [number, number];
}

const container = (requests?: object, name = 'c') => ({ name, image: 'img', ...(requests ? { resources: { requests } } : {}) });
const one = { containers: [container({ cpu: '1', memory: '1Gi' })] };
const state = (running: object, granted: object = {}) => ({ name: 'c', resources: { requests: running }, allocatedResources: granted });
const infeasible = [{ type: 'PodResizePending', status: 'True', reason: 'Infeasible' }];

const ROWS: readonly Row[] = [
  { name: 'without a status the requests are held', spec: one, requests: [1000, GI], held: [1000, GI], scoreHeld: [1000, GI] },
  {
    name: 'while shrinking, what still runs is held',
    spec: one,
    status: { containerStatuses: [state({ cpu: '3', memory: '1Gi' })] },
    requests: [1000, GI],
    held: [3000, GI],
    scoreHeld: [3000, GI],
  },
  {
    name: 'what was granted counts as well',
    spec: one,
    status: { containerStatuses: [state({ cpu: '500m' }, { memory: '2Gi' })] },
    requests: [1000, GI],
    held: [1000, 2 * GI],
    scoreHeld: [1000, 2 * GI],
  },
  {
    name: 'a resize that can never be granted is not counted',
    spec: one,
    status: { containerStatuses: [state({ cpu: '500m', memory: '1Gi' })], conditions: infeasible },
    requests: [1000, GI],
    held: [500, GI],
    scoreHeld: [500, GI],
  },
  {
    name: 'a status without resources says nothing',
    spec: one,
    status: { containerStatuses: [{ name: 'c', allocatedResources: { cpu: '3' } }] },
    requests: [1000, GI],
    held: [1000, GI],
    scoreHeld: [1000, GI],
  },
  {
    name: 'pod-level requests count for a pod on a node, defaults only where nothing is requested',
    spec: { containers: [container(), container({ memory: '1Gi' }, 'd')], resources: { requests: { cpu: '2' } } },
    requests: [2000, GI],
    held: [2000, GI],
    scoreHeld: [2000, GI],
  },
  {
    name: 'a pod-level resize holds the larger value of what the specification names',
    spec: { ...one, resources: { requests: { cpu: '1' } } },
    status: { resources: { requests: { cpu: '2', memory: '8Gi' } } },
    requests: [1000, GI],
    held: [2000, GI],
    scoreHeld: [2000, GI],
  },
];

test.each(ROWS)('$name', ({ spec, status, requests, held, scoreHeld }) => {
  const pod = { metadata: { name: 'p', namespace: 'default', uid: 'u' }, spec, status } as unknown as Pod;
  const { facts } = new PodInfos().of(pod);
  const amounts = [facts.requests, facts.held, facts.scoreHeld].map(({ cpuMilli, memory }) => [cpuMilli, memory]);
  expect(amounts).toEqual([requests, held, scoreHeld]);
});
