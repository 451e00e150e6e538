/**
 * A decision without a cluster: described objects in, everything the scheduler would say out. The shape of the answer is the one
 * that recorded decisions of the original have, so the two compare field by field. Pure.
 */
import type { AnyObject } from '../api/meta';
import type { Node } from '../resources/core/nodes/types';
import type { Pod } from '../resources/core/pods/types';
import { scheduleOne } from './schedule-one';
import { scoreNodes } from './scoring';
import { Cache } from './cache/cache';
import { profilesOf, schedulerNameOf } from './config/profile';
import type { SchedulerConfiguration } from './config/profile';
import { CycleState } from './framework/cycle-state';
import { Framework } from './framework/framework';
import { isTerminal, PodInfos } from './framework/pod-info';
import type { PodInfo } from './framework/pod-info';
import { NO_LABELS } from './framework/selector';
import { Nominator } from './queue/nominator';
import type { ClusterObjects, PluginFactory } from './framework/plugin';
import { reportedFilter } from './framework/status';
import type { Status } from './framework/status';
import { PLUGINS } from './registry';
import type { Attempt } from './attempt';

/** Lists of ordinary objects by the camel-case plural of their kind ("nodes", "persistentVolumeClaims"). */
export type ClusterLists = Readonly<Record<string, readonly AnyObject[] | undefined>>;

export interface DecisionCase {
  readonly config?: SchedulerConfiguration;
  readonly cluster: ClusterLists;
  readonly pod: Pod;
}

/** JSON; see the docstring of {@link decide}. */
export type DecisionAnswer = Readonly<Record<string, unknown>>;

/** Without a configuration no node is left out of the search. */
const DEFAULT_CONFIG: SchedulerConfiguration = { percentageOfNodesToScore: 100 };

/**
 * Fields: preEnqueue, preFilter, preFilterResult, statuses, filter, firstFailure, feasible, preScore, scorePlugins, weights, scores,
 * best, takesNominatedNode, schedulerStopsAtFeasible, fitError, message, unschedulablePlugins, pendingPlugins, postFilter, error.
 * Where chance would decide, the first by order of the node list is taken; `best` lists them all.
 */
export function decide({ config = DEFAULT_CONFIG, cluster, pod }: DecisionCase): DecisionAnswer {
  const { cache, framework, infos } = worldOf(config, cluster, schedulerNameOf(pod));
  const info = infos.of(identified(pod));
  const preEnqueue = framework.preEnqueuePlugins.flatMap((plugin) => plugin.preEnqueue?.(info.pod) ?? []);
  const gated = preEnqueue.length > 0 ? { preEnqueue: preEnqueue.map(plain) } : {};
  if (cache.nodes.length === 0)
    return { ...gated, ...filtersOf(framework, cache, info, []), feasible: [], error: 'no nodes available to schedule pods' };
  const state = new CycleState();
  const attempt = scheduleOne(framework, cache, info, { next: 0 }, state);
  const statuses: Status[] = [];
  const filtered = filtersOf(framework, cache, info, statuses);
  const reported = firstFailureOf(attempt, framework, cache, info, statuses);
  return {
    ...gated,
    ...filtered,
    ...(statuses.length > 0 ? { statuses: statuses.map(plain) } : {}),
    ...reported,
    ...scoresOf(framework, cache, info),
    ...outcomeOf(attempt, framework, reported.feasible),
  };
}

/** Everything of a described cluster that a profile runs over; without `random`, the first of several equals is taken. `plugins`: beside Kubernetes' own. */
export function worldOf(
  config: SchedulerConfiguration,
  cluster: ClusterLists,
  schedulerName: string,
  random: (below: number) => number = () => 0,
  plugins: readonly PluginFactory[] = [],
): { cache: Cache; framework: Framework; infos: PodInfos; nominator: Nominator } {
  const cache = new Cache();
  const infos = new PodInfos();
  const nominator = new Nominator();
  for (const node of cluster['nodes'] ?? []) cache.setNode(node as unknown as Node);
  for (const object of cluster['pods'] ?? []) {
    const pod = identified(object as unknown as Pod);
    if (isTerminal(pod)) continue;
    const info = infos.of(pod);
    if (pod.spec?.nodeName) cache.setPod(info);
    else if (pod.status?.nominatedNodeName) nominator.add(info, pod.status.nominatedNodeName);
  }
  const profiles = profilesOf(config);
  const profile = profiles.find((one) => one.schedulerName === schedulerName) ?? profiles[0];
  if (!profile) throw new Error('no profile');
  const framework = new Framework(profile, [...PLUGINS, ...plugins], {
    snapshot: cache,
    objects: objectsOf(cluster),
    nominations: nominator,
    random,
    isPreempting: () => false,
  });
  return { cache, framework, infos, nominator };
}

/** Objects of a case have no uid; it follows from namespace and name. */
export function identified(pod: Pod): Pod {
  const { metadata } = pod;
  return metadata.uid ? pod : { ...pod, metadata: { ...metadata, uid: `uid-${metadata.namespace ?? ''}-${metadata.name ?? ''}` } };
}

function objectsOf(cluster: ClusterLists): ClusterObjects {
  const lists = new Map(Object.entries(cluster).map(([name, list]) => [name.toLowerCase(), list ?? []]));
  const find = (resource: string, namespace: string, name: string) =>
    lists.get(resource)?.find(({ metadata }) => metadata?.name === name && (metadata?.namespace ?? '') === namespace);
  return {
    get: find,
    list: (resource, namespace) =>
      (lists.get(resource) ?? []).filter(({ metadata }) => namespace === undefined || metadata?.namespace === namespace),
    revision: () => 0,
    namespaceLabels: (namespace) => find('namespaces', '', namespace)?.metadata?.labels ?? NO_LABELS,
  };
}

function plain({ plugin, code, reasons }: Status): object {
  return { plugin, code, ...(reasons?.length ? { reasons } : {}) };
}

/** Every plugin by itself: PreFilter even after a rejection, filters even after a failure, without nominated pods. */
function filtersOf(framework: Framework, cache: Cache, info: PodInfo, statuses: Status[]): DecisionAnswer {
  const state = new CycleState();
  const preFilter: Record<string, unknown> = {};
  const inactive = new Set<string>();
  for (const plugin of framework.at('preFilter')) {
    const outcome = plugin.preFilter?.(state, info);
    const answer = outcome?.status;
    if (answer) inactive.add(plugin.name);
    if (answer?.code === 'Skip') preFilter[plugin.name] = 'Skip';
    else if (answer) preFilter[plugin.name] = { code: answer.code, ...(answer.reasons?.length ? { reasons: answer.reasons } : {}) };
    else preFilter[plugin.name] = outcome?.nodes ? { code: 'Success', nodes: outcome.nodes } : 'Success';
  }
  const run = framework.runPreFilter(new CycleState(), info);
  const result = run.failed
    ? { preFilterResult: plain(run.failed) }
    : run.nodes
      ? { preFilterResult: { code: 'Success', nodes: [...run.nodes] } }
      : {};
  const filter: Record<string, number[]> = {};
  for (const node of cache.nodes) {
    for (const plugin of framework.filterPlugins) {
      if (inactive.has(plugin.name)) continue;
      const answer = plugin.filter?.(state, info, node);
      if (answer) (filter[node.name] ??= []).push(indexOf(statuses, answer));
    }
  }
  return { preFilter, ...result, filter };
}

function indexOf(statuses: Status[], answer: Status): number {
  const key = JSON.stringify(plain(answer));
  const at = statuses.findIndex((one) => JSON.stringify(plain(one)) === key);
  return at >= 0 ? at : statuses.push(answer) - 1;
}

/** As the scheduler reports it, nominated pods included. Adds to `statuses` what only they bring about. */
function firstFailureOf(
  attempt: Attempt,
  framework: Framework,
  cache: Cache,
  info: PodInfo,
  statuses: Status[],
): { readonly feasible: readonly string[]; readonly firstFailure?: Readonly<Record<string, number>> } {
  const state = new CycleState();
  const run = framework.runPreFilter(state, info);
  if (run.failed) return { feasible: [] };
  const feasible: string[] = [];
  const failures: Record<string, number> = {};
  for (const node of cache.nodes) {
    if (attempt.preFilterNodes && !attempt.preFilterNodes.has(node.name)) continue;
    const answer = framework.runFiltersWithNominated(state, info, node);
    if (answer) failures[node.name] = indexOf(statuses, reportedFilter(answer));
    else feasible.push(node.name);
  }
  return { feasible: feasible.sort(), ...(Object.keys(failures).length > 0 ? { firstFailure: failures } : {}) };
}

/** Scores of all feasible nodes, also where the real run would not need them. */
function scoresOf(framework: Framework, cache: Cache, info: PodInfo): DecisionAnswer {
  const state = new CycleState();
  const run = framework.runPreFilter(state, info);
  if (run.failed) return {};
  const nodes = cache.nodes.filter(
    (node) => (!run.nodes || run.nodes.has(node.name)) && !framework.runFiltersWithNominated(state, info, node),
  );
  if (nodes.length === 0) return {};
  const preScore = framework.runPreScore(state, info, nodes);
  if (preScore.failed) return { preScore: Object.fromEntries(preScore.verdicts.map(preScoreAnswer)) };
  const scoring = scoreNodes(framework, state, info, nodes);
  if ('code' in scoring) throw new Error('PreScore answers differently when asked again');
  const { totals } = scoring;
  const scores = Object.fromEntries(
    nodes.map((node, at) => [
      node.name,
      { raw: scoring.raw.map((column) => column.at(at)), norm: scoring.norm.map((column) => column.at(at)), total: totals[at] },
    ]),
  );
  return {
    ...(scoring.preScore.length ? { preScore: Object.fromEntries(scoring.preScore.map(({ plugin, code }) => [plugin, code])) } : {}),
    ...(scoring.plugins.length
      ? { scorePlugins: scoring.plugins.map(({ name }) => name), weights: scoring.plugins.map(({ weight }) => weight) }
      : {}),
    scores,
    best: scoring.best.map(({ name }) => name).sort(),
  };
}

function preScoreAnswer({ plugin, code, reasons }: Status): [string, unknown] {
  return [plugin, code === 'Success' || code === 'Skip' ? code : { code, reasons }];
}

function outcomeOf(attempt: Attempt, framework: Framework, feasible: readonly string[]): DecisionAnswer {
  if (attempt.error !== undefined) return { error: attempt.error };
  if (attempt.node) {
    const stopped = attempt.takesNominatedNode || framework.scorePlugins.length === 0;
    return {
      ...(attempt.takesNominatedNode ? { takesNominatedNode: attempt.node.name } : {}),
      ...(stopped && feasible.length > 1 ? { schedulerStopsAtFeasible: 1 } : {}),
    };
  }
  const { preemption } = attempt;
  return {
    fitError: attempt.fitError,
    message: attempt.message,
    unschedulablePlugins: attempt.unschedulablePlugins,
    ...(attempt.pendingPlugins.length ? { pendingPlugins: attempt.pendingPlugins } : {}),
    ...(attempt.postFilterCode ? { postFilter: postFilterOf(attempt.postFilterCode, preemption) } : {}),
  };
}

function postFilterOf(code: string, preemption: Attempt['preemption']): DecisionAnswer {
  return {
    code: code === 'Error' ? 'Unschedulable' : code,
    ...(preemption?.nominatedNode
      ? { nominatedNode: preemption.nominatedNode, victims: preemption.victims.map(({ pod }) => pod).sort() }
      : {}),
    ...(preemption?.tied ? { possibleNodes: [...preemption.tied].sort() } : {}),
    ...(preemption?.candidates.length
      ? {
          candidates: preemption.candidates.map(({ node, pdbViolations, victims }) => ({
            node,
            pdbViolations,
            victims: victims.map(({ pod }) => pod),
          })),
        }
      : {}),
    ...(preemption?.nonCandidates.length
      ? { nonCandidates: Object.fromEntries(preemption.nonCandidates.map(({ node, reason }) => [node, reason])) }
      : {}),
    ...(preemption?.clearsNominatedNode ? { clearsNominatedNode: true } : {}),
  };
}
