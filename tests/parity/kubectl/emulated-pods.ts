/** What an emulated kubelet of the live transcripts makes of a pod's images, by the README's rules. */
import type { Json } from '../controllers/scenario';

export const START_MS = 600;
export const BACK_OFF_MS = 2000;
export const CRASH_MS = 1000;
export const FINISH_MS = 2000;

/** Stages that a pod on a node goes through; each names what comes next and when. */
export type Stage = 'creating' | 'started' | 'backed-off' | 'crashed' | 'finished';

export function nextStage(pod: Json, stage: Stage): { readonly stage: Stage; readonly afterMs: number } | undefined {
  const images: string[] = pod.spec.containers.map((one: Json) => one.image);
  if (stage === 'creating') return { stage: 'started', afterMs: START_MS };
  if (stage !== 'started') return undefined;
  if (images.some(isMissing)) return { stage: 'backed-off', afterMs: BACK_OFF_MS };
  if (images.some((image) => image.includes('crash'))) return { stage: 'crashed', afterMs: CRASH_MS };
  const ends = pod.spec.restartPolicy !== 'Always' && !images.some((image) => image.includes('long'));
  return ends ? { stage: 'finished', afterMs: FINISH_MS } : undefined;
}

function isMissing(image: string): boolean {
  return image.includes('missing') || image.endsWith(':nope');
}

/** The status that the node posts; `startedAt` and `now` are RFC 3339. */
export function statusOf(pod: Json, stage: Stage, ip: string, hostIP: string, startedAt: string, now: string): Json {
  const containers = pod.spec.containers.map((one: Json) => containerStatus(pod, one, stage, startedAt, now));
  const inits = (pod.spec.initContainers ?? []).map((one: Json) => initStatus(one, stage, startedAt, now));
  const ephemeral = (pod.spec.ephemeralContainers ?? []).map((one: Json) => running(one, startedAt, false));
  const phase = phaseOf(containers, stage);
  return {
    ...pod.status,
    observedGeneration: pod.metadata.generation,
    phase,
    conditions: conditions(pod, phase, containers, stage, now),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    startTime: pod.status?.startTime ?? now,
    ...(stage === 'creating' ? {} : { podIP: ip, podIPs: [{ ip }] }),
    ...(inits.length > 0 ? { initContainerStatuses: inits } : {}),
    containerStatuses: containers,
    ...(ephemeral.length > 0 ? { ephemeralContainerStatuses: ephemeral } : {}),
  };
}

function phaseOf(containers: readonly Json[], stage: Stage): string {
  if (stage === 'finished') return containers.every((one) => one.state.terminated?.exitCode === 0) ? 'Succeeded' : 'Failed';
  return stage === 'creating' || containers.every((one) => one.state.waiting && one.restartCount === 0) ? 'Pending' : 'Running';
}

function containerStatus(pod: Json, container: Json, stage: Stage, startedAt: string, now: string): Json {
  const { image } = container;
  if (stage === 'creating') return waiting(container, 'ContainerCreating');
  if (isMissing(image)) {
    const back = stage === 'started' ? 'ErrImagePull' : 'ImagePullBackOff';
    const message = stage === 'started' ? `failed to pull image "${image}": not found` : `Back-off pulling image "${image}"`;
    return { ...waiting(container, back), state: { waiting: { reason: back, message } } };
  }
  if (stage === 'finished')
    return { ...running(container, startedAt, false), started: false, state: ended(image.includes('fail') ? 1 : 0, startedAt, now) };
  if (stage === 'crashed' && image.includes('crash')) {
    return {
      ...running(container, startedAt, false),
      started: false,
      restartCount: 1,
      state: {
        waiting: {
          reason: 'CrashLoopBackOff',
          message: `back-off 10s restarting failed container=${container.name} pod=${pod.metadata.name}`,
        },
      },
      lastState: ended(1, startedAt, now),
    };
  }
  return running(container, startedAt, !image.includes('notready'));
}

function initStatus(container: Json, stage: Stage, startedAt: string, now: string): Json {
  if (stage === 'creating') return waiting(container, 'PodInitializing');
  return { ...running(container, startedAt, true), started: false, state: ended(0, startedAt, now, 'Completed') };
}

function waiting({ name, image }: Json, reason: string): Json {
  return { name, image, imageID: '', ready: false, started: false, restartCount: 0, state: { waiting: { reason } }, lastState: {} };
}

function running({ name, image }: Json, startedAt: string, ready: boolean): Json {
  const repository = image.replace(/:[^:/]*$/, '');
  const id = 'ab'.repeat(32);
  return {
    name,
    image: `docker.io/library/${image}`,
    imageID: `docker.io/library/${repository}@sha256:${id}`,
    containerID: `containerd://${id}`,
    ready,
    started: true,
    restartCount: 0,
    state: { running: { startedAt } },
    lastState: {},
  };
}

function ended(exitCode: number, startedAt: string, finishedAt: string, reason = exitCode === 0 ? 'Completed' : 'Error'): Json {
  return { terminated: { exitCode, reason, startedAt, finishedAt, containerID: `containerd://${'ab'.repeat(32)}` } };
}

function conditions(pod: Json, phase: string, containers: readonly Json[], stage: Stage, now: string): Json[] {
  const unready = containers.filter((one) => !one.ready).map((one) => one.name);
  const done = phase === 'Succeeded' || phase === 'Failed';
  const ready = unready.length === 0 && stage !== 'creating';
  const why = done
    ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
    : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  const detail = ready ? {} : why;
  const status = (holds: boolean) => (holds ? 'True' : 'False');
  const initialized = stage !== 'creating' || (pod.spec.initContainers ?? []).length === 0;
  const before: Json[] = pod.status?.conditions ?? [];
  const mine: Json[] = [
    { type: 'PodReadyToStartContainers', status: status(stage !== 'creating' && !done) },
    { type: 'Initialized', status: status(initialized), ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) },
    { type: 'Ready', status: status(ready), ...detail },
    { type: 'ContainersReady', status: status(ready), ...detail },
  ].map((one) => {
    const old = before.find((other) => other.type === one.type);
    return { ...one, lastProbeTime: null, lastTransitionTime: old?.status === one.status ? old.lastTransitionTime : now };
  });
  return [...mine, ...before.filter((one) => !mine.some((own) => own.type === one.type))];
}
