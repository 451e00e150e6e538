/** From an attempt to its decision record: plain JSON, made only when somebody asks. */
import type { DecisionRecord, NodeScore, NodeVerdict, PluginVerdict } from '../../protocol/decision';
import type { DecisionHead } from '../../protocol/decision-rows';
import { nodeAt } from '../attempt';
import type { Attempt, Search } from '../attempt';
import type { Framework } from '../framework/framework';
import type { Status } from '../framework/status';
import type { Scoring } from '../scoring';

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

export function decisionRecord(entry: KeptAttempt): DecisionRecord {
  const { search, scoring, node, preFilter, preFilterNodes, takesNominatedNode, preemption } = entry.attempt;
  const best = scoring?.best ?? [];
  return {
    ...decisionHead(entry),
    preFilter,
    ...(preFilterNodes ? { preFilterNodes: [...preFilterNodes] } : {}),
    nodes: search ? nodeVerdicts(search) : [],
    scores: scoring ? nodeScores(scoring) : [],
    ...(node && best.length > 1 ? { tieBreak: { best: best.map(({ name }) => name), chosen: node.name } } : {}),
    ...(takesNominatedNode ? { takesNominatedNode: true } : {}),
    ...(preemption ? { preemption } : {}),
  };
}

/** The same without what grows with the number of nodes. */
export function decisionHead({ id, atMs, attempt, framework, attemptNumber, popped, after }: KeptAttempt): DecisionHead {
  const { pod, search, scoring, node } = attempt;
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
    preFilter: attempt.preFilter.map(({ nodes: _, ...verdict }) => verdict),
    filterPlugins: framework.filterPlugins.map(({ name }) => name).filter((name) => !skipped.has(name)),
    statuses: search?.statuses ?? [],
    sampling: samplingOf(search, framework),
    preScore: scoring?.preScore ?? [],
    scorePlugins: scoring?.plugins ?? [],
    reserve: after.reserve,
    permit: after.permit,
    preBind: after.preBind,
    bind: after.bind,
    unschedulablePlugins: attempt.unschedulablePlugins,
    pendingPlugins: attempt.pendingPlugins,
  };
}

function nodeVerdicts(search: Search): NodeVerdict[] {
  const { examined, answers, nominated } = search;
  return Array.from({ length: examined }, (_, at) => {
    const { name: node } = nodeAt(search, at);
    const failed = (answers?.at(at) ?? 0) - 1;
    const nominatedPods = nominated?.get(node);
    return { node, ...(failed < 0 ? {} : { failed }), ...(nominatedPods ? { nominatedPods } : {}) };
  });
}

function nodeScores({ raw, norm, totals, nodes }: Scoring): NodeScore[] {
  return nodes.map((node, at) => ({
    node: node.name,
    raw: raw.map((column) => column.at(at)),
    norm: norm.map((column) => column.at(at)),
    total: totals[at] as number,
  }));
}

function samplingOf(search: Search | undefined, framework: Framework): DecisionRecord['sampling'] {
  return {
    total: search?.total ?? framework.handle.snapshot.nodes.length,
    examined: search?.examined ?? 0,
    feasible: search?.feasible ?? 0,
    wanted: search?.wanted ?? 0,
    startIndex: search?.start ?? 0,
    nextStartIndex: search?.nextStart ?? 0,
    percentage: framework.profile.percentageOfNodesToScore,
  };
}
