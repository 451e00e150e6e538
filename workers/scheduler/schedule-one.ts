/** One pod, one decision (source: kube-scheduler schedule_one.go, 1.36). Changes nothing but the rotation. */
import { feasibleNodes } from './attempt';
import type { Attempt, Search } from './attempt';
import { CycleState } from './framework/cycle-state';
import { fitErrorMessage, preFilterErrorMessage } from './framework/fit-error';
import type { Framework, PreFilterRun } from './framework/framework';
import type { NodeInfo } from './framework/node-info';
import { NodeStatuses } from './framework/node-statuses';
import type { Snapshot } from './framework/plugin';
import type { PodInfo } from './framework/pod-info';
import { isRejection, messageOf, status } from './framework/status';
import type { Status } from './framework/status';
import { bestRow, scoreNodes } from './scoring';
import { searchNodes } from './search-nodes';
import type { Rotation } from './search-nodes';

export function scheduleOne(framework: Framework, snapshot: Snapshot, pod: PodInfo, rotation: Rotation, state = new CycleState()): Attempt {
  const nothing = { pod, preFilter: [], unschedulablePlugins: [], pendingPlugins: [] };
  if (snapshot.nodes.length === 0) return { ...nothing, error: 'no nodes available to schedule pods' };
  const preFilter = framework.runPreFilter(state, pod);
  const known = { ...nothing, preFilter: preFilter.verdicts, ...(preFilter.nodes ? { preFilterNodes: preFilter.nodes } : {}) };
  const { failed } = preFilter;
  if (failed) {
    if (!isRejection(failed)) return { ...known, error: messageOf(failed) };
    return withoutNode(framework, state, known, new NodeStatuses(undefined, failed), messageOf(failed));
  }
  const onNominated = tryNominatedNode(framework, snapshot, state, pod, preFilter);
  if (onNominated) {
    const nodes = [onNominated];
    const search = {
      order: nodes,
      start: 0,
      examined: 1,
      feasible: 1,
      statuses: [],
      answers: undefined,
      wanted: 1,
      nextStart: rotation.next,
      total: snapshot.nodes.length,
      nominated: undefined,
    };
    return { ...known, search, node: onNominated, takesNominatedNode: true };
  }
  const search = searchNodes(framework, snapshot, state, pod, preFilter.nodes, rotation);
  if (search.feasible === 0) return { ...withoutNode(framework, state, known, statusesOf(search, preFilter), undefined), search };
  const nodes = feasibleNodes(search);
  if (nodes.length === 1) return { ...known, search, node: nodes[0] as NodeInfo };
  const scoring = scoreNodes(framework, state, pod, nodes, search);
  if ('code' in scoring) return { ...known, search, error: messageOf(scoring) };
  return { ...known, search, scoring, node: nodes[bestRow(framework, nodes.length)] as NodeInfo };
}

/** A pod that was promised a node takes it if it still fits, without a look at the others. */
function tryNominatedNode(
  framework: Framework,
  snapshot: Snapshot,
  state: CycleState,
  pod: PodInfo,
  { nodes }: PreFilterRun,
): NodeInfo | undefined {
  const name = pod.pod.status?.nominatedNodeName;
  const node = name ? snapshot.get(name) : undefined;
  if (!node || (nodes && !nodes.has(node.name))) return undefined;
  return framework.runFiltersWithNominated(state, pod, node) ? undefined : node;
}

function statusesOf(search: Search, { nodes, restrictedBy }: PreFilterRun): NodeStatuses {
  const reason = `node(s) didn't satisfy plugin(s) [${[...restrictedBy].sort().join(' ')}]`;
  const leftOut = nodes && status(restrictedBy[0] ?? '', 'UnschedulableAndUnresolvable', reason);
  return new NodeStatuses(search, leftOut);
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
