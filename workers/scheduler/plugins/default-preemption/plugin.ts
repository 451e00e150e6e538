import type { Pod } from '../../../resources/core/pods/types';
import type { CandidateRecord, VictimRecord } from '../../../protocol/decision';
import type { CycleState } from '../../framework/cycle-state';
import { KeptPerNode } from '../../framework/kept-per-node';
import { fitErrorMessage } from '../../framework/fit-error';
import type { NodeInfo } from '../../framework/node-info';
import type { NodeStatuses } from '../../framework/node-statuses';
import type { Handle, PluginFactory, PostFilterOutcome } from '../../framework/plugin';
import { startTimeOf } from '../../framework/pod-info';
import type { PodInfo } from '../../framework/pod-info';
import { status } from '../../framework/status';
import type { Status } from '../../framework/status';
import { bestCandidates } from './pick-candidate';
import { budgetsOf, selectVictims } from './victims';
import type { Candidate } from './victims';

const NAME = 'DefaultPreemption';
const SUCCESS = status(NAME, 'Success');
const NEVER = status(NAME, 'Unschedulable', 'preemption: not eligible due to preemptionPolicy=Never.');
const TERMINATING = status(NAME, 'Unschedulable', 'preemption: not eligible due to a terminating pod on the nominated node.');
const WAITING = status(NAME, 'UnschedulableAndUnresolvable', 'waiting for the preemption for this pod to be finished');
const NOT_HELPFUL = status(NAME, 'UnschedulableAndUnresolvable', 'Preemption is not helpful for scheduling');

interface Args {
  readonly minCandidateNodesPercentage?: number;
  readonly minCandidateNodesAbsolute?: number;
}

/** Makes room for a more important pod (source: kube-scheduler plugins/defaultpreemption and framework/preemption, 1.36). */
export const defaultPreemption: PluginFactory = {
  name: NAME,
  create(handle, args) {
    const { minCandidateNodesPercentage = 10, minCandidateNodesAbsolute = 100 } = args as Args;
    const tried: Tried = new KeptPerNode(handle.nominations);
    return {
      name: NAME,
      // The plugins that turned the pod away know better whether a deleted pod helps.
      events: [{ resource: 'Pod', actions: ['Delete'], hint: () => 'QueueSkip' }],
      preEnqueue: ({ metadata }) => (handle.isPreempting(metadata.uid ?? '') ? WAITING : undefined),
      postFilter(state, pod, statuses) {
        const ineligible = eligibility(handle, pod, statuses);
        if (ineligible) return { status: ineligible, preemption: { verdict: ineligible, victims: [], candidates: [], nonCandidates: [] } };
        const wanted = Math.min(
          Math.max(Math.trunc((handle.snapshot.nodes.length * minCandidateNodesPercentage) / 100), minCandidateNodesAbsolute),
          handle.snapshot.nodes.length,
        );
        return preempt(handle, tried, state, pod, statuses, wanted);
      },
    };
  },
};

/** A pod whose earlier victims are still leaving its nominated node waits for them. */
function eligibility({ snapshot }: Handle, { pod, priority }: PodInfo, statuses: NodeStatuses): Status | undefined {
  if (pod.spec?.preemptionPolicy === 'Never') return NEVER;
  const nominated = pod.status?.nominatedNodeName;
  if (!nominated || statuses.of(nominated)?.code === 'UnschedulableAndUnresolvable') return undefined;
  const leaving = snapshot.get(nominated)?.pods.some((other) => other.priority < priority && isLeavingForPreemption(other.pod));
  return leaving ? TERMINATING : undefined;
}

function isLeavingForPreemption({ metadata, status: state }: Pod): boolean {
  if (metadata.deletionTimestamp === undefined) return false;
  return (state?.conditions ?? []).some(
    ({ type, status: value, reason }) => type === 'DisruptionTarget' && value === 'True' && reason === 'PreemptionByScheduler',
  );
}

/** Outcomes for single nodes where no budget and no plugin looks beyond the node. */
type Tried = KeptPerNode<Candidate | Status>;

function preempt(handle: Handle, tried: Tried, state: CycleState, pod: PodInfo, statuses: NodeStatuses, wanted: number): PostFilterOutcome {
  const all = handle.snapshot.nodes;
  const potential = statuses.withCode(all, 'Unschedulable');
  const { candidates, failed } = dryRun(handle, tried, state, pod, potential, wanted);
  const nonCandidates = [...failed].map(([node, answer]) => ({ node, reason: (answer.reasons ?? []).join(', ') }));
  if (candidates.length === 0) {
    const message = fitErrorMessage(all.length, countsOf(failed.values()), NOT_HELPFUL);
    const verdict = status(NAME, 'Unschedulable', `preemption: ${message}`);
    const clears = pod.pod.status?.nominatedNodeName ? ({ clearsNominatedNode: true } as const) : {};
    return { status: verdict, nominatedNode: '', preemption: { verdict, victims: [], candidates: [], nonCandidates, ...clears } };
  }
  const { best, decidedBy } = bestCandidates(candidates);
  const chosen = best[0] as Candidate;
  return {
    status: SUCCESS,
    nominatedNode: chosen.node,
    victims: chosen.victims,
    preemption: {
      verdict: SUCCESS,
      nominatedNode: chosen.node,
      victims: chosen.victims.map(victimRecord),
      candidates: candidates.map(candidateRecord),
      nonCandidates,
      decidedBy,
      ...(best.length > 1 ? { tied: best.map(({ node }) => node) } : {}),
    },
  };
}

/** Tries nodes from a random one on until there are enough candidates, one of them without a violated budget. */
function dryRun(
  handle: Handle,
  tried: Tried,
  state: CycleState,
  pod: PodInfo,
  potential: readonly NodeInfo[],
  wanted: number,
): { candidates: Candidate[]; failed: Map<string, Status> } {
  const candidates: Candidate[] = [];
  const failed = new Map<string, Status>();
  if (potential.length === 0) return { candidates, failed };
  const budgets = budgetsOf(handle);
  const offset = handle.random(potential.length);
  const isKept = budgets.length === 0 && handle.isNodeLocal(state);
  let clean = 0;
  for (let at = 0; at < potential.length; at++) {
    const node = potential[(offset + at) % potential.length] as NodeInfo;
    const known = isKept ? tried.get(pod, node) : undefined;
    const result = known ?? selectVictims(handle, state, pod, node, budgets);
    if (isKept && !known) tried.set(pod, node, result);
    if ('victims' in result) {
      candidates.push(result);
      if (result.pdbViolations === 0) clean++;
      if (clean > 0 && candidates.length >= wanted) break;
    } else failed.set(node.name, result);
  }
  return { candidates, failed };
}

function countsOf(answers: Iterable<Status>): Map<Status, number> {
  const counts = new Map<Status, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return counts;
}

function victimRecord(info: PodInfo): VictimRecord {
  const startTime = startTimeOf(info);
  return { pod: info.key, priority: info.priority, ...(startTime ? { startTime } : {}) };
}

/** Made once for each candidate, since candidates outlive attempts. */
const candidateRecords = new WeakMap<Candidate, CandidateRecord>();

function candidateRecord(candidate: Candidate): CandidateRecord {
  let record = candidateRecords.get(candidate);
  if (!record) {
    const { node, pdbViolations, victims } = candidate;
    candidateRecords.set(candidate, (record = { node, pdbViolations, victims: victims.map(victimRecord) }));
  }
  return record;
}
