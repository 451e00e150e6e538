import { describe, expect, it } from 'vitest';
import { rfc3339 } from '../../../workers/api/time';
import { podsToDelete } from '../../../workers/controllers/replicaset/victims';
import type { Pod } from '../../../workers/resources/core/pods/types';

const NOW_MS = 1_000_000;

interface Sketch {
  readonly name: string;
  readonly node?: string;
  readonly phase?: string;
  /** Seconds ago; absent: not ready. */
  readonly ready?: number;
  readonly created?: number;
  readonly cost?: string;
  readonly restarts?: number;
}

describe('victims of a scale-down', () => {
  const cases: { name: string; pods: Sketch[]; first: string }[] = [
    { name: 'an unscheduled pod goes before a scheduled one', pods: [up('a'), { ...up('b'), node: '' }], first: 'b' },
    { name: 'a pending pod goes before a running one', pods: [up('a'), { ...up('b'), phase: 'Pending' }], first: 'b' },
    { name: 'a pod of unknown phase goes before a running one', pods: [up('a'), { ...up('b'), phase: 'Unknown' }], first: 'b' },
    { name: 'a pod that is not ready goes before a ready one', pods: [up('a'), { name: 'b', created: 100 }], first: 'b' },
    {
      name: 'the lower deletion cost goes first',
      pods: [
        { ...up('a'), cost: '1' },
        { ...up('b'), cost: '-5' },
      ],
      first: 'b',
    },
    {
      name: 'readiness counts more than the deletion cost',
      pods: [
        { ...up('a'), cost: '-5' },
        { name: 'b', cost: '9' },
      ],
      first: 'b',
    },
    {
      name: 'a deletion cost with a plus sign counts as 0',
      pods: [
        { ...up('a'), cost: '+7' },
        { ...up('b'), cost: '3' },
      ],
      first: 'a',
    },
    {
      name: 'a deletion cost beyond int32 counts as 0',
      pods: [
        { ...up('a'), cost: '99999999999' },
        { ...up('b'), cost: '3' },
      ],
      first: 'a',
    },
    { name: 'a pod on the fuller node goes first', pods: [{ ...up('a'), node: 'n2' }, up('b'), up('c')], first: 'b' },
    {
      name: 'the pod that became ready later goes first',
      pods: [
        { ...up('a'), ready: 100 },
        { ...up('b'), ready: 10 },
      ],
      first: 'b',
    },
    {
      name: 'readiness times within one power of two are equal and the uid decides',
      pods: [
        { ...up('b'), ready: 100 },
        { ...up('a'), ready: 110 },
      ],
      first: 'a',
    },
    { name: 'the pod with more restarts goes first', pods: [up('a'), { ...up('b'), restarts: 2 }], first: 'b' },
    {
      name: 'the younger pod goes first',
      pods: [
        { ...up('a'), created: 400 },
        { ...up('b'), created: 20 },
      ],
      first: 'b',
    },
  ];
  it.each(cases)('$name', ({ pods, first }) => {
    const all = pods.map(draw);
    expect(podsToDelete(all, all, 1, NOW_MS).map(({ metadata }) => metadata.name)).toEqual([first]);
  });

  it('takes all pods in their order when all have to go', () => {
    const all = [draw(up('a')), draw({ name: 'b' })];
    expect(podsToDelete(all, all, 2, NOW_MS)).toEqual(all);
  });

  it('does not look at crowding where no pods are related', () => {
    const all = [{ ...up('a'), node: 'n2' }, up('c'), up('b')].map(draw);
    expect(podsToDelete(all, [], 1, NOW_MS).map(({ metadata }) => metadata.name)).toEqual(['a']);
  });
});

function up(name: string): Sketch {
  return { name, ready: 50, created: 60 };
}

function draw({ name, node = 'n1', phase = 'Running', ready, created = 60, cost, restarts = 0 }: Sketch): Pod {
  const condition =
    ready === undefined
      ? { type: 'Ready', status: 'False' }
      : { type: 'Ready', status: 'True', lastTransitionTime: rfc3339(NOW_MS - ready * 1000) };
  const annotations = cost === undefined ? {} : { 'controller.kubernetes.io/pod-deletion-cost': cost };
  return {
    metadata: { name, uid: name, creationTimestamp: rfc3339(NOW_MS - created * 1000), annotations },
    spec: { nodeName: node, containers: [] },
    status: { phase, conditions: [condition], containerStatuses: [{ restartCount: restarts }] },
  } as unknown as Pod;
}
