import type { AnyObject } from '../../workers/api/meta';
import type { Pod } from '../../workers/resources/core/pods/types';
import { worldOf } from '../../workers/scheduler/decide';
import { DecisionRecorder } from '../../workers/scheduler/decision/recorder';
import { scheduleOne } from '../../workers/scheduler/schedule-one';
import { randomStream } from '../../workers/sim/prng';
import { cpuMs } from './cpu';
import { benchNode, benchPod } from './scheduling-shapes';
import type { SchedulingShape } from './scheduling-shapes';

/** Pods scheduled in the recording of the real scheduler. */
const PODS = 300;
const PODS_AT_5000_NODES = 150;

/** Like the recording of the real scheduler (see {@link schedulingBench}): one pod after the other, decided, recorded and assumed. */
export function measureAlgorithm(shape: SchedulingShape): { pods: number; msPerPod: number; recordBytes: number } {
  const { nodes, existing, existingPod, podOf } = shape;
  const pods = Math.min(shape.pods, nodes === 5000 ? PODS_AT_5000_NODES : PODS);
  const cluster = {
    nodes: Array.from({ length: nodes }, (_, at) => benchNode(at)),
    pods: Array.from({ length: existing }, (_, at) => received(benchPod(`existing-${at}`, existingPod, `node-${at % nodes}`))),
  };
  const random = randomStream(1, 'bench');
  const { cache, framework, infos } = worldOf({}, cluster, 'default-scheduler', (below) => random.int(below));
  const recorder = new DecisionRecorder();
  const rotation = { next: 0 };
  const pending = Array.from({ length: pods }, (_, at) => received(benchPod(`pod-${at}`, podOf(at))));
  globalThis.gc?.();
  const started = cpuMs();
  for (const pod of pending) {
    const info = infos.of(pod as unknown as Pod);
    const attempt = scheduleOne(framework, cache, info, rotation);
    recorder.record({ atMs: 0, attempt, framework, attemptNumber: 1, popped: POPPED, after: AFTER });
    if (!attempt.node) throw new Error(`${shape.name}, ${nodes} nodes: ${info.key} fits nowhere: ${attempt.message}`);
    cache.assume(info, attempt.node.name);
  }
  return { pods, msPerPod: (cpuMs() - started) / pods, recordBytes: Math.round(recorder.bytes / pods) };
}

const POPPED = { from: 'activeQ', event: 'UnscheduledPodAdd', queuedAtMs: 0 } as const;
const AFTER = { outcome: 'scheduled', message: '', reserve: [], permit: [], preBind: [], bind: [] } as const;

/** As it comes from the API server: nothing shared with other pods. */
function received(pod: AnyObject): AnyObject {
  const copy = structuredClone(pod);
  return { ...copy, metadata: { ...copy.metadata, namespace: 'default', uid: `uid-${copy.metadata?.name}` } };
}
