import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../../workers/resources/core/pods/types';
import type { ClusterLists } from '../../../../workers/scheduler/decide';
import { benchNode, benchPod, SHAPES } from '../../../bench/scheduling-shapes';
import type { SchedulingShape } from '../../../bench/scheduling-shapes';
import { randomCase } from './random-cluster';
import type { Json } from './random-cluster';
import { Stream } from './stream';
import type { Change } from './stream-world';

/** As many and from where `npm run fuzz -- scheduler` says, by the ten clusters. */
const STREAMS = Number(process.env['FUZZ_CLUSTERS'] ?? 300) / 10;
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const PODS = 40;
/** Enough that a search does not look at all of them. */
const SHAPE_NODES = 130;

describe('what the scheduler keeps from pod to pod', () => {
  it(
    'changes no decision and no record of random streams, nor does asking every plugin about every node',
    {
      timeout: 60_000 + STREAMS * 1_000,
    },
    () => {
      let placed = 0;
      for (let seed = FIRST_SEED; seed < FIRST_SEED + STREAMS; seed++) {
        const { cluster } = randomCase(seed * 10);
        const changes = [
          ...cluster.nodes.map((node): Change => ({ type: 'setNode', node })),
          ...cluster.pods.map((pod, at): Change => ({ type: 'place', pod: withUid(pod, `old-${at}`), assumed: false })),
        ];
        const templates = Array.from({ length: 4 }, (_, priority) => {
          const { pod } = randomCase(seed * 10 + priority);
          return { ...pod, spec: { ...pod.spec, priority } };
        });
        const newNode = (at: number) => randomCase(seed * 1000 + at).cluster.nodes[0];
        const stream = new Stream(seed, cluster as unknown as ClusterLists, changes, newNode);
        placed += compare(stream, (at) => templates[at % templates.length] as Json);
      }
      // One stream may be of pods that fit nowhere.
      expect(placed).toBeGreaterThan(STREAMS);
    },
  );

  it.each(SHAPES.filter(({ nodes }) => nodes !== 1000 && nodes !== 100))(
    'changes no decision and no record of the benched $name, nor does asking every plugin about every node',
    (shape) => {
      const changes = [
        ...Array.from({ length: SHAPE_NODES }, (_, at): Change => ({ type: 'setNode', node: benchNode(at) as Json })),
        ...existingPods(shape).map((pod): Change => ({ type: 'place', pod, assumed: false })),
      ];
      const newNode = (at: number) => benchNode(SHAPE_NODES + at) as Json;
      const placed = compare(new Stream(1, {}, changes, newNode), (at) => {
        const { priorityClassName, ...spec } = shape.podOf(at);
        return benchPod('new', { ...spec, ...(priorityClassName ? { priority: 100 } : {}) }) as Json;
      });
      expect(placed).toBeGreaterThan(0);
    },
  );
});

/** As full as the shape is. */
function existingPods({ nodes, existing, existingPod }: SchedulingShape): Pod[] {
  const count = Math.round((existing / nodes) * SHAPE_NODES);
  return Array.from({ length: count }, (_, at) => withUid(benchPod(`old-${at}`, existingPod, `node-${at % SHAPE_NODES}`), `old-${at}`));
}

function withUid(pod: Json, uid: string): Pod {
  return { ...pod, metadata: { namespace: 'default', ...pod.metadata, uid } };
}

/** How many pods found a node. */
function compare(stream: Stream, templateOf: (at: number) => Json): number {
  let placed = 0;
  for (let at = 0; at < PODS; at++) {
    stream.churn(at);
    const template = templateOf(at);
    const pod = withUid({ ...template, metadata: { ...template.metadata, name: `pod-${at}` } }, `uid-${at}`);
    if (stream.decide(pod, at)) placed++;
  }
  return placed;
}
