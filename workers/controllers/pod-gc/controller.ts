/** Removes pods that nobody else will: finished ones beyond a threshold, and those without a node (source: pkg/controller/podgc, 1.36). */
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import { rfc3339 } from '../../api/time';
import type { Informer } from '../../client/informer';
import { execute } from '../../client/plan';
import type { Process } from '../../client/process';
import { planOf, send } from '../../client/script';
import type { Script } from '../../client/script';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ControllerContext } from '../controller-context';
import { isPodTerminal } from '../pod-status';
import { NODES, PODS } from '../resources';
import { outOfServicePods, surplusTerminated, unscheduledTerminating } from './choices';

const PERIOD_MS = 20_000;
/** A missing node may come back this long before its pods are given up. */
const QUARANTINE_MS = 40_000;
const TERMINATED_THRESHOLD = 12_500;

export function startPodGc({ process, flags }: ControllerContext): void {
  const pods = process.informer<Pod>(PODS);
  const nodes = process.informer<Node>(NODES);
  const threshold = Number(flags['terminated-pod-gc-threshold'] ?? TERMINATED_THRESHOLD);
  const quarantine = new Map<string, number>();
  let running = false;
  const collect = (): void => {
    process.timers.at(process.nowMs + PERIOD_MS, collect, { background: true });
    if (running || !pods.hasSynced || !nodes.hasSynced) return;
    running = true;
    execute(process, planOf(gc({ process, pods, nodes, threshold, quarantine })), () => {
      running = false;
    });
  };
  process.timers.at(process.nowMs + PERIOD_MS, collect, { background: true });
}

interface PodGc {
  readonly process: Process;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly threshold: number;
  /** Since when each missing node that pods are bound to has been in quarantine. */
  readonly quarantine: Map<string, number>;
}

function* gc(context: PodGc): Script {
  const { pods, nodes, threshold, process } = context;
  const all = [...pods.list()];
  if (threshold > 0) yield* failAndDelete(process, surplusTerminated(all, threshold));
  yield* failAndDelete(
    process,
    outOfServicePods(all, (name) => nodes.get(name)),
  );
  yield* failAndDelete(process, yield* orphaned(context, all), 'PodGC: node no longer exists');
  yield* failAndDelete(process, unscheduledTerminating(all));
  return undefined;
}

/** Pods of nodes that have been missing through the quarantine and don't exist for the API server either. */
function* orphaned({ process, nodes, quarantine }: PodGc, pods: readonly Pod[]): Script<readonly Pod[]> {
  const missing = new Set<string>();
  for (const { spec } of pods) if (spec?.nodeName && !nodes.get(spec.nodeName)) missing.add(spec.nodeName);
  for (const name of missing) if (!quarantine.has(name)) quarantine.set(name, process.nowMs);
  const due: string[] = [];
  for (const [name, sinceMs] of quarantine) {
    if (process.nowMs - sinceMs < QUARANTINE_MS) continue;
    quarantine.delete(name);
    if (missing.has(name)) due.push(name);
  }
  if (due.length === 0) return [];
  const replies = yield due.map((name): ApiRequest => ({ verb: 'get', ...NODES, name }));
  const gone = new Set(due.filter((_, index) => reasonOf(replies[index] as ApiReply) === 'NotFound'));
  return pods.filter(({ spec }) => gone.has(spec?.nodeName ?? ''));
}

/** Pods without a kubelet never end by themselves: marks them Failed, `why` as a DisruptionTarget condition, and deletes them at once. */
function* failAndDelete(process: Process, pods: readonly Pod[], why?: string): Script<void> {
  for (const pod of pods) {
    const { namespace = '', name = '' } = pod.metadata;
    if (!isPodTerminal(pod)) {
      const reply = yield* send({
        verb: 'patch',
        ...PODS,
        subresource: 'status',
        namespace,
        name,
        patchType: 'strategic',
        body: failedPatch(process, pod, why),
      });
      if (isFailure(reply)) continue;
    }
    yield* send({ verb: 'delete', ...PODS, namespace, name, body: { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: 0 } });
  }
}

function failedPatch(process: Process, { metadata, status }: Pod, why: string | undefined) {
  const observedGeneration = metadata.generation;
  if (why === undefined) return { metadata: { uid: metadata.uid }, status: { phase: 'Failed' } };
  const known = status?.conditions?.some(({ type }) => type === 'DisruptionTarget');
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastTransitionTime: rfc3339(process.nowMs),
    reason: 'DeletionByPodGC',
    message: why,
    ...((known || status?.conditions?.some((one) => 'observedGeneration' in one)) && observedGeneration ? { observedGeneration } : {}),
  };
  return { metadata: { uid: metadata.uid }, status: { phase: 'Failed', conditions: [condition] } };
}
