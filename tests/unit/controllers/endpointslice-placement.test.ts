import { describe, expect, test } from 'vitest';
import { place } from '../../../workers/controllers/endpointslice/placement';
import type { Endpoint, SliceDraft } from '../../../workers/controllers/endpointslice/slice';

function endpoint(n: number, ready = true): Endpoint {
  return { addresses: [`10.0.0.${n}`], conditions: { ready } };
}

function endpoints(from: number, to: number): Endpoint[] {
  return Array.from({ length: to - from + 1 }, (_, at) => endpoint(from + at));
}

function slice(name: string | undefined, list: readonly Endpoint[]): SliceDraft {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: name === undefined ? {} : { name },
    addressType: 'IPv4',
    endpoints: list,
    ports: [],
  };
}

function sizes(slices: readonly SliceDraft[]): string[] {
  return slices.map(({ metadata, endpoints: list }) => `${metadata.name ?? 'new'}:${list.length}`);
}

const cases = [
  { name: 'nothing to place makes no slice', existing: [], desired: [], want: { create: [], update: [], remove: [], unchanged: [] } },
  {
    name: 'the first endpoints make a slice',
    existing: [],
    desired: endpoints(1, 3),
    want: { create: ['new:3'], update: [], remove: [], unchanged: [] },
  },
  {
    name: 'more than a hundred make as many slices as needed',
    existing: [],
    desired: endpoints(1, 205),
    want: { create: ['new:100', 'new:100', 'new:5'], update: [], remove: [], unchanged: [] },
  },
  {
    name: 'the same endpoints need no write',
    existing: [slice('a', endpoints(1, 3))],
    desired: endpoints(1, 3),
    want: { create: [], update: [], remove: [], unchanged: ['a:3'] },
  },
  {
    name: 'a changed condition updates its slice only',
    existing: [slice('a', endpoints(1, 2)), slice('b', endpoints(3, 4))],
    desired: [...endpoints(1, 3), endpoint(4, false)],
    want: { create: [], update: ['b:2'], remove: [], unchanged: ['a:2'] },
  },
  {
    name: 'a slice that loses all its endpoints goes',
    existing: [slice('a', endpoints(1, 2)), slice('b', endpoints(3, 4))],
    desired: endpoints(1, 2),
    want: { create: [], update: [], remove: ['b:2'], unchanged: ['a:2'] },
  },
  {
    name: 'slices are not merged when they shrink',
    existing: [slice('a', endpoints(1, 100)), slice('b', endpoints(101, 105))],
    desired: [...endpoints(1, 40), ...endpoints(101, 102)],
    want: { create: [], update: ['a:40', 'b:2'], remove: [], unchanged: [] },
  },
  {
    name: 'new endpoints go to a slice that is written anyway',
    existing: [slice('a', endpoints(1, 50)), slice('b', endpoints(51, 52))],
    desired: [...endpoints(1, 50), endpoint(51), endpoint(60)],
    want: { create: [], update: ['b:2'], remove: [], unchanged: ['a:50'] },
  },
  {
    name: 'else to the fullest slice with room for all of them',
    existing: [slice('a', endpoints(1, 99)), slice('b', endpoints(101, 190)), slice('c', endpoints(201, 203))],
    desired: [...endpoints(1, 99), ...endpoints(101, 190), ...endpoints(201, 203), ...endpoints(240, 244)],
    want: { create: [], update: ['b:95'], remove: [], unchanged: ['a:99', 'c:3'] },
  },
];

describe('placement of endpoints among slices', () => {
  test.each(cases)('$name', ({ existing, desired, want }) => {
    const placed = place(
      existing,
      desired,
      () => slice(undefined, []),
      (one) => one,
    );
    expect({
      create: sizes(placed.create),
      update: sizes(placed.update),
      remove: sizes(placed.remove),
      unchanged: sizes(placed.unchanged),
    }).toEqual(want);
  });
});
