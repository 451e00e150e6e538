/** Pods placed one after the other on a described cluster, each seeing those before it. Pure; what scenarios and comparisons use. */
import type { Pod } from '../resources/core/pods/types';
import { identified, worldOf } from './decide';
import type { ClusterLists } from './decide';
import { schedulerNameOf } from './config/profile';
import type { SchedulerConfiguration } from './config/profile';
import { CycleState } from './framework/cycle-state';
import { scheduleOne } from './schedule-one';
import { scoreNodes } from './scoring';

export interface PlacedPod {
  readonly pod: string;
  /** Of all best nodes the first by name. */
  readonly node?: string;
  readonly best?: readonly string[];
  /** Of the best nodes; told also where only one fits and the scheduler would not have scored. */
  readonly total?: number;
  /** How many nodes fit. */
  readonly feasible: number;
  readonly message?: string;
}

/** A pod that fits nowhere is dropped; nobody is preempted. All pods are taken to use the same profile. */
export function placeAll({
  config = { percentageOfNodesToScore: 100 },
  cluster,
  pods,
}: {
  readonly config?: SchedulerConfiguration;
  readonly cluster: ClusterLists;
  readonly pods: readonly Pod[];
}): PlacedPod[] {
  const [first] = pods;
  if (!first) return [];
  const { cache, framework, infos } = worldOf(config, cluster, schedulerNameOf(first));
  const rotation = { next: 0 };
  return pods.map((object) => {
    const info = infos.of(identified(object));
    const state = new CycleState();
    const attempt = scheduleOne(framework, cache, info, rotation, state);
    const { search, node } = attempt;
    if (!node) return { pod: info.name, feasible: 0, message: attempt.message ?? attempt.error ?? '' };
    const scored = attempt.scoring ?? scoreNodes(framework, state, info, [node]);
    const scoring = 'best' in scored ? scored : undefined;
    const best = (scoring?.best ?? [node]).map(({ name }) => name).sort();
    const chosen = best[0] as string;
    const total = scoring?.totals[scoring.nodes.findIndex(({ name }) => name === chosen)];
    cache.assume(info, chosen);
    return { pod: info.name, node: chosen, best, ...(total === undefined ? {} : { total }), feasible: search?.feasible ?? 1 };
  });
}

/** Pods made from templates, named after them and counted per template from 1: `stream` names the template of each. */
export function placeStream({
  templates,
  stream,
  ...rest
}: {
  readonly config?: SchedulerConfiguration;
  readonly cluster: ClusterLists;
  readonly templates: Readonly<Record<string, Pod>>;
  readonly stream: readonly string[];
}): PlacedPod[] {
  const counts = new Map<string, number>();
  const pods = stream.map((entry) => {
    const count = (counts.get(entry) ?? 0) + 1;
    counts.set(entry, count);
    const template = templates[entry] as Pod;
    return { ...template, metadata: { ...template.metadata, name: `${entry}-${count}` } };
  });
  return placeAll({ ...(rest.config ? { config: rest.config } : {}), cluster: rest.cluster, pods });
}
