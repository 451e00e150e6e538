import { describe, expect, it } from 'vitest';
import { links } from '../../../src/features/stage/relations';
import { chipSizeFor, podArea } from '../../../src/features/stage/model/geometry';
import { podPlaces } from '../../../src/features/stage/model/places';
import { stageModel } from '../../../src/features/stage/model/stage-model';
import { reduceFrame } from '../../../src/state/cluster';
import type { Change, ClusterState } from '../../../src/state/cluster';
import { kindPlaces } from '../../../src/state/kinds';
import type { WatchedKind } from '../../../src/state/kinds';

const empty: ClusterState = {
  objects: Object.fromEntries(kindPlaces.map(({ kind }) => [kind, new Map()])) as never,
  synced: new Set(),
  changes: 0,
};

let version = 0;
function added(
  kind: WatchedKind,
  namespace: string | undefined,
  name: string,
  rest: object = {},
  labels: Record<string, string> = {},
): Change {
  const metadata = { name, uid: `${kind}-${name}`, resourceVersion: String(++version), labels, ...(namespace ? { namespace } : {}) };
  return { type: 'event', kind, event: { type: 'ADDED', object: { metadata, ...rest } } };
}

const node = (name: string, zone: string) =>
  added(
    'Node',
    undefined,
    name,
    { status: { allocatable: { cpu: '4', memory: '16Gi', pods: '110' } } },
    { 'topology.kubernetes.io/zone': zone },
  );
const pod = (name: string, nodeName?: string) =>
  added('Pod', 'default', name, {
    spec: { ...(nodeName ? { nodeName } : {}), containers: [{ name: 'c', resources: { requests: { cpu: '250m', memory: '256Mi' } } }] },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  });
const service = (name: string) =>
  added('Service', 'default', name, { spec: { selector: { app: name }, clusterIP: '10.96.0.9', ports: [{ port: 80 }] } });
const slice = (name: string, pods: readonly string[]) =>
  added(
    'EndpointSlice',
    'default',
    `${name}-1`,
    {
      endpoints: pods.map((each) => ({
        addresses: ['10.0.0.1'],
        conditions: { ready: true },
        targetRef: { kind: 'Pod', namespace: 'default', name: each },
      })),
    },
    { 'kubernetes.io/service-name': name },
  );

const state = reduceFrame(empty, [
  node('node-10', 'zone-a'),
  node('node-2', 'zone-a'),
  node('node-1', 'zone-b'),
  pod('a', 'node-2'),
  pod('b', 'node-2'),
  pod('c'),
  pod('lost', 'node-gone'),
  service('web'),
  slice('web', ['a', 'b']),
]);

describe('stageModel', () => {
  it('sorts nodes by zone, then by number', () => {
    expect(stageModel(undefined, state.objects).nodes.map((card) => card.name)).toEqual(['node-2', 'node-10', 'node-1']);
  });

  it('puts pods on their node, and those without a living node in the tray', () => {
    const model = stageModel(undefined, state.objects);
    expect(model.nodes.map((card) => card.chips.map((chip) => chip.name))).toEqual([['a', 'b'], [], []]);
    expect(model.tray.chips.map((chip) => chip.name)).toEqual(['c', 'lost']);
  });

  it('adds up what pods request of a node', () => {
    const card = stageModel(undefined, state.objects).nodes[0];
    expect([card?.requested, card?.allocatable]).toEqual([
      { cpuMilli: 500, memoryBytes: 512 * 2 ** 20 },
      { cpuMilli: 4000, memoryBytes: 16 * 2 ** 30, pods: 110 },
    ]);
  });

  it('keeps every card the same object when an unrelated kind changes', () => {
    const before = stageModel(undefined, state.objects);
    const after = stageModel(before, reduceFrame(state, [added('Event', 'default', 'e')]).objects);
    expect(after.nodes).toBe(before.nodes);
    expect(after.tray).toBe(before.tray);
    expect(after.services).toBe(before.services);
  });

  it('renews only the card whose pod changed', () => {
    const before = stageModel(undefined, state.objects);
    const after = stageModel(before, reduceFrame(state, [pod('a', 'node-2')]).objects);
    expect(after.nodes.map((card, index) => card === before.nodes[index])).toEqual([false, true, true]);
  });

  it('does not move a card when pods come', () => {
    const before = stageModel(undefined, state.objects);
    const after = stageModel(before, reduceFrame(state, [pod('d', 'node-1')]).objects);
    expect(after.nodes.map((card) => card.box)).toEqual(before.nodes.map((card) => card.box));
  });

  it('draws one line per endpoint, from the service to the place of the pod', () => {
    const model = stageModel(undefined, state.objects);
    expect(links(model, podPlaces(model)).map((link) => [link.id, link.look, link.ends])).toEqual([
      ['default/web>default/a', 'ready', ['Service/default/web', 'Pod/default/a']],
      ['default/web>default/b', 'ready', ['Service/default/web', 'Pod/default/b']],
    ]);
  });
});

describe('links', () => {
  it('bundles the lines of a service with many endpoints by node', () => {
    const names = Array.from({ length: 50 }, (_, index) => `many-${index}`);
    const crowded = reduceFrame(state, [...names.map((name, index) => pod(name, index % 2 ? 'node-1' : 'node-10')), slice('web', names)]);
    const model = stageModel(undefined, crowded.objects);
    expect(links(model, podPlaces(model)).map((link) => [link.id, link.look])).toEqual([
      ['default/web>Node/node-10', 'ready'],
      ['default/web>Node/node-1', 'ready'],
    ]);
  });
});

describe('chipSizeFor', () => {
  it.each([
    { count: 0, want: 'chip' },
    { count: 15, want: 'chip' },
    { count: 16, want: 'small' },
    { count: 55, want: 'small' },
    { count: 110, want: 'dot' },
  ])('$count pods on a node are drawn as $want', ({ count, want }) => {
    expect(chipSizeFor(count, podArea)).toBe(want);
  });
});
