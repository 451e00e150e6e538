/** From an attempt to its decision record: plain JSON, made only when somebody asks. */
import type { DecisionRecord, NodeScore, NodeVerdict, PluginVerdict } from '../../protocol/decision';
import type { Attempt, Scoring, Search } from '../attempt';
import { bestOf } from '../schedule-one';
import type { Framework } from '../framework/framework';
import type { NodeInfo } from '../framework/node-info';
import type { Status } from '../framework/status';

/** What is kept of an attempt until it is asked for. */
export interface KeptAttempt {
  readonly id: number;
  readonly atMs: number;
  readonly attempt: Attempt;
  readonly framework: Framework;
  readonly attemptNumber: number;
  readonly popped: DecisionRecord['popped'];
  /** What came after the decision; changes until the pod is bound. */
  after: AfterDecision;
}

export interface AfterDecision {
  /** What keeps the pod out of the queue; there was no attempt then. */
  readonly gate?: Status;
  readonly outcome: DecisionRecord['outcome'];
  readonly message: string;
  readonly reserve: readonly PluginVerdict[];
  readonly permit: readonly PluginVerdict[];
  readonly preBind: readonly PluginVerdict[];
  readonly bind: readonly PluginVerdict[];
}

export function decisionRecord({ id, atMs, attempt, framework, attemptNumber, popped, after }: KeptAttempt): DecisionRecord {
  const { pod, search, scoring, node } = attempt;
  const feasible = search ? feasibleNodes(search) : [];
  const best = scoring ? bestOf(feasible, scoring.totals) : [];
  const statuses: Status[] = [];
  const skipped = new Set(attempt.preFilter.filter(({ code }) => code === 'Skip').map(({ plugin }) => plugin));
  return {
    id,
    namespace: pod.namespace,
    pod: pod.name,
    uid: pod.uid,
    schedulerName: framework.schedulerName,
    atMs,
    attempt: attemptNumber,
    priority: pod.priority,
    popped,
    outcome: after.outcome,
    ...(node ? { node: node.name } : {}),
    message: after.message,
    preEnqueue: framework.preEnqueuePlugins.map(({ name }) =>
      after.gate?.plugin === name ? after.gate : { plugin: name, code: 'Success' },
    ),
    preFilter: attempt.preFilter,
    ...(attempt.preFilterNodes ? { preFilterNodes: [...attempt.preFilterNodes] } : {}),
    filterPlugins: framework.filterPlugins.map(({ name }) => name).filter((name) => !skipped.has(name)),
    nodes: search ? nodeVerdicts(search, statuses) : [],
    statuses,
    sampling: samplingOf(search, feasible.length, framework),
    preScore: scoring?.preScore ?? [],
    scorePlugins: scoring?.plugins ?? [],
    scores: scoring ? nodeScores(scoring, feasible) : [],
    ...(node && best.length > 1 ? { tieBreak: { best: best.map(({ name }) => name), chosen: node.name } } : {}),
    ...(attempt.takesNominatedNode ? { takesNominatedNode: true } : {}),
    reserve: after.reserve,
    permit: after.permit,
    preBind: after.preBind,
    bind: after.bind,
    unschedulablePlugins: attempt.unschedulablePlugins,
    pendingPlugins: attempt.pendingPlugins,
    ...(attempt.preemption ? { preemption: attempt.preemption } : {}),
  };
}

/** Fills `statuses` with the distinct answers. */
function nodeVerdicts(search: Search, statuses: Status[]): NodeVerdict[] {
  const { answers, nominated } = search;
  const indexes = new Map<Status, number>();
  return examinedNodes(search).map(({ name: node }, at) => {
    const answer = answers?.[at];
    const nominatedPods = nominated?.get(node);
    let failed = answer && indexes.get(answer);
    if (answer && failed === undefined) indexes.set(answer, (failed = statuses.push(answer) - 1));
    return { node, ...(failed === undefined ? {} : { failed }), ...(nominatedPods ? { nominatedPods } : {}) };
  });
}

function examinedNodes({ order, start, examined }: Search): NodeInfo[] {
  return Array.from({ length: examined }, (_, at) => order[(start + at) % order.length] as NodeInfo);
}

function feasibleNodes(search: Search): NodeInfo[] {
  return examinedNodes(search).filter((_, at) => !search.answers?.[at]);
}

function nodeScores({ raw, norm, totals }: Scoring, nodes: readonly NodeInfo[]): NodeScore[] {
  return nodes.map((node, at) => ({
    node: node.name,
    raw: raw.map((column) => column[at] as number),
    norm: norm.map((column) => column[at] as number),
    total: totals[at] as number,
  }));
}

function samplingOf(search: Search | undefined, feasible: number, framework: Framework): DecisionRecord['sampling'] {
  return {
    total: search?.total ?? framework.handle.snapshot.nodes.length,
    examined: search?.examined ?? 0,
    feasible,
    wanted: search?.wanted ?? 0,
    startIndex: search?.start ?? 0,
    nextStartIndex: search?.nextStart ?? 0,
    percentage: framework.profile.percentageOfNodesToScore,
  };
}
