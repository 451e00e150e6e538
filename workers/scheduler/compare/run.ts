/** One stream of pods under one configuration: every pod sees those before it. Pure. */
import type { Placement } from '../../protocol/race';
import type { Pod } from '../../resources/core/pods/types';
import { randomStream } from '../../sim/prng';
import { schedulerNameOf } from '../config/profile';
import type { SchedulerConfiguration } from '../config/profile';
import { identified, worldOf } from '../decide';
import type { ClusterLists } from '../decide';
import { CycleState } from '../framework/cycle-state';
import type { NodeInfo } from '../framework/node-info';
import type { PluginFactory } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { messageOf } from '../framework/status';
import { scheduleOne } from '../schedule-one';

export interface RunOptions {
  readonly config?: SchedulerConfiguration;
  /** Of the draws among equally good nodes. */
  readonly seed?: number;
  /** Beside Kubernetes' own; the configuration says whether and where they run. */
  readonly plugins?: readonly PluginFactory[];
  /** Called before each pod with its place in the stream. */
  readonly onPod?: (index: number) => void;
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
export function runStream(cluster: ClusterLists, stream: readonly Pod[], options: RunOptions): Run {
  const { config = {}, seed = 1, plugins, onPod } = options;
  const [first] = stream;
  const { cache, framework, infos } = worldOf(config, cluster, first ? schedulerNameOf(first) : '', undefined, plugins);
  const random = randomStream(seed, 'compare');
  const rotation = { next: 0 };
  const pods: PodInfo[] = [];
  const placements = stream.map((object, index): Placement => {
    onPod?.(index);
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

/**
 * A run that somebody else made, made again from its placements alone: every pod is put where they say, if the default filters let it.
 * What is impossible (another pod, a node that does not exist or is ruled out) is a RangeError, so nothing else has to be believed.
 */
export function repeatRun(cluster: ClusterLists, stream: readonly Pod[], placements: readonly Placement[]): Run {
  const [first] = stream;
  const { cache, framework, infos } = worldOf({}, cluster, first ? schedulerNameOf(first) : '');
  if (placements.length !== stream.length) throw new RangeError(`${placements.length} placements for ${stream.length} pods`);
  const pods: PodInfo[] = [];
  const repeated = stream.map((object, index): Placement => {
    const info = infos.of(identified(object));
    const { pod, node: name, message = '' } = placements[index] as Placement;
    if (pod !== info.key) throw new RangeError(`placement ${index} is of ${String(pod)}, not of ${info.key}`);
    pods.push(info);
    if (name === undefined) return { pod: info.key, message: String(message) };
    const node = cache.get(name);
    if (!node) throw new RangeError(`${info.key} was put on ${String(name)}, which does not exist`);
    const state = new CycleState();
    const { failed, nodes } = framework.runPreFilter(state, info);
    const rejection = failed ?? framework.runFilters(state, info, node);
    if (rejection || (nodes && !nodes.has(name)))
      throw new RangeError(`${info.key} was put on ${name}, which is ruled out: ${rejection ? messageOf(rejection) : 'PreFilter'}`);
    cache.assume(info, name);
    return { pod: info.key, node: name };
  });
  return { placements: repeated, nodes: cache.nodes, pods };
}
