/** A decision over many nodes, made by the scheduler itself: what the page must show without holding up a frame. */
import type { DecisionRecord } from '../../../../workers/protocol/decision';
import { decisionRecord } from '../../../../workers/scheduler/decision/record';
import { identified, worldOf } from '../../../../workers/scheduler/decide';
import type { ClusterLists } from '../../../../workers/scheduler/decide';
import type { World } from '../../../../workers/scheduler/questions/trial';
import type { PodInfo } from '../../../../workers/scheduler/framework/pod-info';
import { scheduleOne } from '../../../../workers/scheduler/schedule-one';
import { node, pod } from '../world';

export interface LargeDecision {
  readonly record: DecisionRecord;
  readonly world: World;
  readonly info: PodInfo;
}

/** Every node is looked at. "pending": none fits, for three reasons. */
export function largeDecision(nodeCount: number, outcome: 'scheduled' | 'pending'): LargeDecision {
  const names = Array.from({ length: nodeCount }, (_, at) => `node-${at + 1}`);
  const taints = [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }];
  const isOf = (at: number, part: number) => outcome === 'pending' && at % 5 === part;
  const nodes = names.map((name, at) =>
    node(name, { zone: `zone-${at % 3}`, ...(isOf(at, 0) ? { spec: { taints } } : isOf(at, 1) ? { spec: { unschedulable: true } } : {}) }),
  );
  const pods = names.map((name, at) => pod(`on-${name}`, { node: name, cpu: `${outcome === 'pending' ? 3000 : 100 + (at % 30) * 100}m` }));
  const { framework, cache, infos } = worldOf({ percentageOfNodesToScore: 100 }, { nodes, pods } as unknown as ClusterLists, '');
  const info = infos.of(identified(pod('p', { cpu: '2', memory: '1Gi' })));
  const attempt = scheduleOne(framework, cache, info, { next: 0 });
  const record = decisionRecord({
    id: 1,
    atMs: 0,
    attempt,
    framework,
    attemptNumber: 1,
    popped: { from: 'activeQ', event: 'PodAdd', queuedAtMs: 0 },
    after: {
      outcome: attempt.node ? 'scheduled' : 'unschedulable',
      message: attempt.message ?? '',
      reserve: [],
      permit: [],
      preBind: [],
      bind: [],
    },
  });
  return { record, world: { framework, infos }, info };
}
