import { describe, expect, it } from 'vitest';
import type { Pod } from '../../../../workers/resources/core/pods/types';
import { worldOf } from '../../../../workers/scheduler/decide';
import type { ClusterLists } from '../../../../workers/scheduler/decide';
import { CycleState } from '../../../../workers/scheduler/framework/cycle-state';
import { scheduleOne } from '../../../../workers/scheduler/schedule-one';
import { Dice, randomCase } from './random-cluster';
import type { Json } from './random-cluster';

const STREAMS = Number(process.env['FUZZ_CLUSTERS'] ?? 300) / 10;
const PODS = 40;
const ZONE = 'topology.kubernetes.io/zone';

describe('what the scheduler keeps from pod to pod', () => {
  it('changes no decision: a scheduler made anew for every pod decides the same', { timeout: 60_000 + STREAMS * 1_000 }, () => {
    for (let seed = 1; seed <= STREAMS; seed++) expect({ seed, steps: stream(seed, true) }).toEqual({ seed, steps: stream(seed, false) });
  });
});

/** Pods of a few templates come and go; nodes change now and then. */
function stream(seed: number, keeps: boolean): unknown[] {
  const dice = new Dice(seed);
  const templates = [0, 1, 2].map((at) => randomCase(seed * 10 + at).pod);
  const { cluster } = randomCase(seed * 10);
  let nodes = cluster.nodes;
  const placed: Json[] = [];
  const rotation = { next: 0 };
  const fresh = () => worldOf({}, { ...cluster, nodes, pods: [...cluster.pods, ...placed] } as ClusterLists, 'default-scheduler');
  const kept = fresh();
  const steps: unknown[] = [];
  for (let at = 0; at < PODS; at++) {
    if (dice.chance(20) && placed.length > 0) {
      const [gone] = placed.splice(dice.below(placed.length), 1);
      kept.cache.removePod(gone.metadata.uid);
    }
    if (dice.chance(15)) {
      const index = dice.below(nodes.length);
      const changed = randomCase(seed * 1000 + at).cluster.nodes[0];
      // Zone and images stay: the order of the node list and the sizes of images remember the order of changes.
      const { name, labels } = nodes[index].metadata;
      const { images } = nodes[index].status;
      const node = {
        ...changed,
        metadata: { name, labels: { ...changed.metadata.labels, [ZONE]: labels[ZONE] } },
        status: { ...changed.status, images },
      };
      nodes = nodes.map((one, other) => (other === index ? node : one));
      kept.cache.setNode(node);
      kept.framework.forgetVerdicts();
    }
    const template = templates[at % templates.length];
    const pod = { ...template, metadata: { ...template.metadata, name: `pod-${at}`, uid: `uid-${at}` } } as Pod;
    const world = keeps ? kept : fresh();
    const attempt = scheduleOne(world.framework, world.cache, world.infos.of(pod), rotation, new CycleState());
    const { node, message, scoring } = attempt;
    steps.push({ node: node?.name, message, totals: scoring && [...scoring.totals], best: scoring?.best.map(({ name }) => name) });
    if (!node) continue;
    placed.push({ ...pod, spec: { ...pod.spec, nodeName: node.name } });
    kept.cache.assume(kept.infos.of(pod), node.name);
  }
  return steps;
}
