/** One pod, one decision (source: kube-scheduler schedule_one.go, 1.36). Changes nothing but the rotation. */
import type { Attempt, Search } from './attempt';
import { CycleState } from './framework/cycle-state';
import { fitErrorMessage, preFilterErrorMessage } from './framework/fit-error';
import type { Framework, PreFilterRun } from './framework/framework';
import type { NodeInfo } from './framework/node-info';
import { NodeStatuses } from './framework/node-statuses';
import type { Snapshot } from './framework/plugin';
import type { PodInfo } from './framework/pod-info';
import { isRejection, messageOf, status, reportedFilter } from './framework/status';
import type { Status } from './framework/status';
import { bestRow, scoreNodes } from './scoring';
import { searchNodes } from './search-nodes';
import type { Rotation } from './search-nodes';

export function scheduleOne(framework: Framework, snapshot: Snapshot, pod: PodInfo, rotation: Rotation, state = new CycleState()): Attempt {
  if (snapshot.nodes.length === 0)
    return { pod, preFilter: [], unschedulablePlugins: NO_NAMES, pendingPlugins: NO_NAMES, error: 'no nodes available to schedule pods' };
  const preFilter = framework.runPreFilter(state, pod);
  const { verdicts, nodes: preFilterNodes, failed } = preFilter;
  const known = { pod, preFilter: verdicts, preFilterNodes, unschedulablePlugins: NO_NAMES, pendingPlugins: NO_NAMES };
  if (failed) {
    if (!isRejection(failed)) return { ...known, error: messageOf(failed) };
    return withoutNode(framework, state, known, new NodeStatuses(undefined, failed), messageOf(failed));
  }
  const promised = snapshot.get(pod.pod.status?.nominatedNodeName ?? '');
  const refusal = promised && framework.runFiltersWithNominated(state, pod, promised);
  // A pod that was promised a node takes it if it still fits, without a look at the others.
  if (promised && !refusal) return { ...known, search: searchOf(promised, rotation, snapshot), node: promised, takesNominatedNode: true };
  const { search, nodes } = searchNodes(framework, snapshot, state, pod, preFilterNodes, rotation);
  const wrong = search.statuses.find(({ code }) => code === 'Error');
  if (wrong) return { ...known, search, error: messageOf(reportedFilter(wrong)) };
  if (nodes.length === 0)
    return { ...withoutNode(framework, state, known, statusesOf(search, preFilter, promised, refusal), undefined), search };
  const scoring = nodes.length === 1 ? undefined : scoreNodes(framework, state, pod, nodes, search);
  if (scoring && 'code' in scoring) return { ...known, search, error: messageOf(scoring) };
  const node = nodes[scoring ? bestRow(framework, nodes.length) : 0];
  return { pod, node, preFilter: verdicts, preFilterNodes, search, scoring, unschedulablePlugins: NO_NAMES, pendingPlugins: NO_NAMES };
}

const NO_NAMES: readonly string[] = [];

/** Only this node was looked at. */
function searchOf(node: NodeInfo, { next }: Rotation, { nodes }: Snapshot): Search {
  const one = { order: [node], start: 0, examined: 1, feasible: 1, wanted: 1 };
  return { ...one, statuses: [], answers: undefined, nextStart: next, total: nodes.length, nominated: undefined };
}

/** The promised node was asked even where the search leaves it out. */
function statusesOf(
  search: Search,
  { nodes, restrictedBy }: PreFilterRun,
  promised: NodeInfo | undefined,
  refusal: Status | undefined,
): NodeStatuses {
  const reason = `node(s) didn't satisfy plugin(s) [${[...restrictedBy].sort().join(' ')}]`;
  const leftOut = nodes && status(restrictedBy[0] ?? '', 'UnschedulableAndUnresolvable', reason);
  const outside = promised && refusal && nodes && !nodes.has(promised.name) ? { name: promised.name, answer: refusal } : undefined;
  return new NodeStatuses(search, leftOut, outside);
}

type Known = Pick<Attempt, 'pod' | 'preFilter' | 'preFilterNodes' | 'unschedulablePlugins' | 'pendingPlugins'>;

/** No node fits: collects the reasons and asks for a remedy. */
function withoutNode(
  framework: Framework,
  state: CycleState,
  known: Known,
  statuses: NodeStatuses,
  preFilterMessage: string | undefined,
): Attempt {
  const unschedulable = new Set<string>();
  const pending = new Set<string>();
  for (const answer of preFilterMessage === undefined ? statuses.counts.keys() : [statuses.absent as Status]) {
    (answer.code === 'Pending' ? pending : unschedulable).add(answer.plugin);
  }
  // A rejection that comes before any filter forgets who left out nodes, unless it is that none is left.
  if (preFilterMessage === undefined || known.preFilterNodes?.size === 0)
    for (const { plugin, nodes } of known.preFilter) if (nodes) unschedulable.add(plugin);
  const nodeCount = framework.handle.snapshot.nodes.length;
  const fitError =
    preFilterMessage === undefined
      ? fitErrorMessage(nodeCount, statuses.counts, statuses.absent)
      : preFilterErrorMessage(nodeCount, preFilterMessage);
  const outcome = framework.runPostFilter(state, known.pod, statuses);
  const remedy = outcome ? messageOf(outcome.status) : '';
  return {
    ...known,
    fitError,
    message: remedy === '' ? fitError : `${fitError} ${remedy}`,
    unschedulablePlugins: [...unschedulable].sort(),
    pendingPlugins: [...pending].sort(),
    ...(outcome ? { postFilterCode: outcome.status.code } : {}),
    ...(outcome?.preemption ? { preemption: outcome.preemption } : {}),
    ...(outcome?.nominatedNode === undefined ? {} : { nominatedNode: outcome.nominatedNode }),
    ...(outcome?.victims ? { victims: outcome.victims } : {}),
  };
}
