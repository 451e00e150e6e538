import type { Node } from '../../../workers/resources/core/nodes/types';
import { identified, worldOf } from '../../../workers/scheduler/decide';
import { PodInfos } from '../../../workers/scheduler/framework/pod-info';
import { backoffExpiryMs } from '../../../workers/scheduler/queue/backoff';
import { QueuedPod } from '../../../workers/scheduler/queue/queued-pod';
import { scheduleOne } from '../../../workers/scheduler/schedule-one';
import { feasibleNodesWanted } from '../../../workers/scheduler/search-nodes';
import { difference } from '../parity-area';
import type { Json } from './recorded';

const POD: Json = { metadata: { name: 'new', namespace: 'default' }, spec: { containers: [], nodeSelector: { fits: 'yes' } } };

/** Facts of queue.json that follow from pure functions: id -> differences. Where pods go after an event is tested in unit tests of the queue. */
export function compareQueue({ backoff, sampling, rotation }: Json): Map<string, string[]> {
  const results = new Map<string, string[]>();
  backoff.forEach((row: Json, at: number) => results.set(`queue/backoff/${at + 1}`, compareBackoff(row)));
  for (const { nodes, percentageOfNodesToScore: share, feasibleNodesFound } of sampling.rows) {
    const ours = feasibleNodesWanted(nodes, Number.parseInt(share, 10) || 0);
    const found = ours === feasibleNodesFound ? [] : [difference('feasibleNodesFound', feasibleNodesFound, ours)];
    results.set(`queue/sampling/${nodes} nodes, ${share} %`, found);
  }
  rotation.cases.forEach((one: Json, at: number) => results.set(`queue/rotation/${at + 1}`, compareRotation(one)));
  return results;
}

function compareBackoff({ initialSeconds, maxSeconds, failureAtFractionOfASecond, kind, secondsFromFailureToExpiry }: Json): string[] {
  const queuedAtMs = failureAtFractionOfASecond * 1000;
  const limits = { initialMs: initialSeconds * 1000, maxMs: maxSeconds * 1000 };
  return secondsFromFailureToExpiry.flatMap((want: number, at: number) => {
    const pod = new QueuedPod(new PodInfos().of(identified(POD)), queuedAtMs);
    if (kind === 'error') pod.errorCount = at + 1;
    else pod.unschedulableCount = at + 1;
    const ours = (backoffExpiryMs(pod, limits) - queuedAtMs) / 1000;
    return ours === want ? [] : [difference(`secondsFromFailureToExpiry[${at}]`, want, ours)];
  });
}

function compareRotation({ nodes: count, zones, fit, cycles, firstNineOfTheNodeList }: Json): string[] {
  const nodes = Array.from({ length: count }, (_, at) => rotationNode(at, zones, fit === 'all fit' || at % 3 === 0));
  const { framework, cache, infos } = worldOf({}, { nodes } as Json, 'default-scheduler');
  const firstNine = cache.nodes.slice(0, 9).map(({ name }) => name);
  const differences = firstNine.join() === firstNineOfTheNodeList.join() ? [] : [difference('nodeList', firstNineOfTheNodeList, firstNine)];
  const turn = { next: 0 };
  for (const [at, { evaluatedNodes, feasibleNodes, firstNodeLookedAt }] of cycles.entries()) {
    const { search } = scheduleOne(framework, cache, infos.of(identified(POD)), turn);
    const want = [evaluatedNodes, feasibleNodes, firstNodeLookedAt];
    const ours = [search?.examined, search?.feasible, search?.order[search.start]?.name];
    if (want.join() !== ours.join()) differences.push(difference(`cycles[${at}]`, want, ours));
  }
  return differences;
}

function rotationNode(at: number, zones: number, fits: boolean): Node {
  const labels = { ...(fits ? { fits: 'yes' } : {}), ...(zones > 0 ? { 'topology.kubernetes.io/zone': `z${at % zones}` } : {}) };
  const allocatable = { cpu: '4', memory: '32Gi', pods: '110' };
  return { metadata: { name: `n${String(at).padStart(5, '0')}`, labels }, status: { allocatable } } as unknown as Node;
}
