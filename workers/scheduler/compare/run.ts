/** One stream of pods under one configuration: every pod sees those before it. Pure. */
import type { ClusterLists } from '../decide';
import { identified, worldOf } from '../decide';
import { schedulerNameOf } from '../config/profile';
import type { SchedulerConfiguration } from '../config/profile';
import type { NodeInfo } from '../framework/node-info';
import type { PodInfo } from '../framework/pod-info';
import type { Pod } from '../../resources/core/pods/types';
import { scheduleOne } from '../schedule-one';
import { randomStream } from '../../sim/prng';

export interface RunOptions {
  readonly config?: SchedulerConfiguration;
  /** Of the draws among equally good nodes. */
  readonly seed?: number;
}

export interface Placement {
  /** "namespace/name". */
  readonly pod: string;
  /** Absent: no node fits. */
  readonly node?: string;
  /** Why none fits. */
  readonly message?: string;
}

export interface Run {
  readonly placements: readonly Placement[];
  /** The nodes as they are in the end. */
  readonly nodes: readonly NodeInfo[];
  readonly pods: readonly PodInfo[];
}

/**
 * Pods are taken in the order given. A pod that fits nowhere stays out, and nobody is preempted.
 * Differs: queueing, back-off and time play no part; every pod is tried once, by the profile of the first pod.
 */
export function runStream(cluster: ClusterLists, stream: readonly Pod[], { config = {}, seed = 1 }: RunOptions): Run {
  const [first] = stream;
  const { cache, framework, infos } = worldOf(config, cluster, first ? schedulerNameOf(first) : '');
  const random = randomStream(seed, 'compare');
  const rotation = { next: 0 };
  const pods: PodInfo[] = [];
  const placements = stream.map((object): Placement => {
    const info = infos.of(identified(object));
    pods.push(info);
    const { scoring, node, message, error } = scheduleOne(framework, cache, info, rotation);
    if (!node) return { pod: info.key, message: message ?? error ?? '' };
    const best = scoring?.best ?? [node];
    const chosen = best[best.length > 1 ? random.int(best.length) : 0] ?? node;
    cache.assume(info, chosen.name);
    return { pod: info.key, node: chosen.name };
  });
  return { placements, nodes: cache.nodes, pods };
}
