/** A scheduler's cache and plugins driven by a list of changes, so that another one can be brought to the same state. */
import type { DecisionRecord } from '../../../../workers/protocol/decision';
import type { Node } from '../../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../../workers/resources/core/pods/types';
import type { Attempt } from '../../../../workers/scheduler/attempt';
import { worldOf } from '../../../../workers/scheduler/decide';
import type { ClusterLists } from '../../../../workers/scheduler/decide';
import { DecisionRecorder } from '../../../../workers/scheduler/decision/recorder';
import { scheduleOne } from '../../../../workers/scheduler/schedule-one';
import { randomStream } from '../../../../workers/sim/prng';

export type Change =
  | { readonly type: 'setNode'; readonly node: Node }
  | { readonly type: 'removeNode'; readonly name: string }
  /** The pod names its node; `assumed` by the scheduler, else seen on it. */
  | { readonly type: 'place'; readonly pod: Pod; readonly assumed: boolean }
  | { readonly type: 'removePod'; readonly uid: string }
  | { readonly type: 'nominate'; readonly pod: Pod; readonly node: string }
  | { readonly type: 'withdraw'; readonly uid: string };

export class World {
  private readonly world;
  private readonly recorder = new DecisionRecorder();
  private stream = randomStream(0);

  /** `others`: objects besides nodes and pods. */
  constructor(
    others: ClusterLists,
    changes: readonly Change[] = [],
    readonly rotation = { next: 0 },
  ) {
    this.world = worldOf({}, { ...others, nodes: [], pods: [] }, 'default-scheduler', (below) => this.random(below));
    for (const change of changes) this.apply(change);
  }

  get cache() {
    return this.world.cache;
  }

  get framework() {
    return this.world.framework;
  }

  get random() {
    return (below: number) => this.stream.int(below);
  }

  /** Draws depend on this alone. */
  reseed(seed: number): void {
    this.stream = randomStream(seed);
  }

  info(pod: Pod) {
    return this.world.infos.of(pod);
  }

  apply(change: Change): void {
    const { cache, infos, nominator } = this.world;
    if (change.type === 'setNode') cache.setNode(change.node);
    else if (change.type === 'removeNode') cache.removeNode(change.name);
    else if (change.type === 'removePod') cache.removePod(change.uid);
    else if (change.type === 'nominate') nominator.add(infos.of(change.pod), change.node);
    else if (change.type === 'withdraw') nominator.delete(change.uid);
    else if (change.assumed) cache.assume(infos.of(change.pod), change.pod.spec?.nodeName ?? '');
    else cache.setPod(infos.of(change.pod, cache.podOf(change.pod.metadata.uid ?? '')));
  }

  decide(pod: Pod): { attempt: Attempt; record: Omit<DecisionRecord, 'id'> } {
    const { cache, framework } = this.world;
    const attempt = scheduleOne(framework, cache, this.info(pod), this.rotation);
    this.recorder.record({ atMs: 0, attempt, framework, attemptNumber: 1, popped: POPPED, after: AFTER });
    const { id: _, ...record } = this.recorder.list({ limit: 1 })[0] as DecisionRecord;
    return { attempt, record };
  }
}

const POPPED = { from: 'activeQ', event: 'UnscheduledPodAdd', queuedAtMs: 0 } as const;
const AFTER = { outcome: 'scheduled', message: '', reserve: [], permit: [], preBind: [], bind: [] } as const;
