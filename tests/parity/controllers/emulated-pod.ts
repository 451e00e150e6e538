/** What an emulated kubelet knows of one pod, and what it makes of the `emu/...` annotations. */
import { rfc3339 } from '../../../workers/api/time';
import type { Json } from './scenario';

export interface Container {
  readonly name: string;
  state: 'waiting' | 'running' | 'terminated';
  restarts: number;
  exitCode: number;
  startedMs: number;
  finishedMs: number;
  /** Raised at every start and end, so that alarms of an earlier life do nothing. */
  life: number;
}

export interface PodWork {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  readonly ips: readonly string[];
  readonly seenMs: number;
  latest: Json;
  started: boolean;
  finished: boolean;
  readySince: number | undefined;
  readyWanted: boolean;
  /** The Ready condition as this node last had it: its status and since when. */
  own: { readonly status: string; readonly since: string } | undefined;
  stopping: boolean;
  readonly attemptBase: number;
  readonly containers: Container[];
}

/** A pod that its node has just seen for the first time; `attempt` counts earlier pods of the same controller. */
export function newPodWork(object: Json, nowMs: number, ips: readonly string[], attempt: number): PodWork {
  const { uid, namespace, name } = object.metadata;
  const fresh = { state: 'waiting' as const, restarts: 0, exitCode: 0, startedMs: 0, finishedMs: 0, life: 0 };
  return {
    uid,
    namespace,
    name,
    node: object.spec.nodeName,
    ips,
    seenMs: nowMs,
    latest: object,
    started: false,
    finished: ['Succeeded', 'Failed'].includes(object.status?.phase),
    readySince: undefined,
    readyWanted: true,
    own: undefined,
    stopping: false,
    attemptBase: attempt,
    containers: object.spec.containers.map((one: Json) => ({ name: one.name, ...fresh })),
  };
}

export function podConditions(pod: PodWork, phase: string, ready: boolean, nowMs: number): Json[] {
  const before: Json[] = pod.latest.status?.conditions ?? [];
  const seen = rfc3339(pod.seenMs);
  const done = phase !== 'Running';
  const unready = pod.containers.filter((one) => one.state !== 'running' || !ready).map((one) => one.name);
  const detail = ready
    ? {}
    : done
      ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
      : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
  const status = ready ? 'True' : 'False';
  if (pod.own?.status !== status) pod.own = { status, since: rfc3339(nowMs) };
  const mine: Json[] = [
    { type: 'PodReadyToStartContainers', status: done ? 'False' : 'True', lastTransitionTime: seen },
    { type: 'Initialized', status: 'True', lastTransitionTime: seen, ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) },
    ...['Ready', 'ContainersReady'].map((type) => ({ type, status, lastTransitionTime: pod.own?.since, ...detail })),
  ];
  return [...mine, ...before.filter((one) => !mine.some((own) => own.type === one.type))];
}

export function annotation(pod: Json, key: string): string | undefined {
  return pod.metadata.annotations?.[`emu/${key}`];
}

/** Seconds from Running to Ready; undefined for never. */
export function readySeconds(pod: Json): number | undefined {
  const byOrdinal = annotation(pod, 'ready-ordinal');
  const ordinal = /-(\d+)$/.exec(pod.metadata.name)?.[1];
  const own = byOrdinal !== undefined && ordinal !== undefined ? JSON.parse(byOrdinal)[ordinal] : undefined;
  const text = String(own ?? annotation(pod, 'ready-after') ?? '0');
  return text === 'never' ? undefined : Number(text);
}

/** The plan of `emu/exit` for one attempt and container; undefined: keeps running. */
export function exitPlan(pod: Json, attempt: number, container: string): { code: number; afterSeconds: number } | undefined {
  const index = pod.metadata.annotations?.['batch.kubernetes.io/job-completion-index'];
  const byIndex = annotation(pod, 'exit-index');
  const plans = (byIndex !== undefined && index !== undefined ? JSON.parse(byIndex)[index] : undefined) ?? annotation(pod, 'exit');
  if (plans === undefined) return undefined;
  const attempts = String(plans).split('|');
  const plan = attempts[Math.min(attempt, attempts.length - 1)] as string;
  for (const part of plan.split(',')) {
    const match = /^(?:([^=]+)=)?(\d+)@([\d.]+)$/.exec(part.trim());
    if (match && (match[1] === undefined || match[1] === container)) return { code: Number(match[2]), afterSeconds: Number(match[3]) };
  }
  return undefined;
}

export function restarts(pod: Json, code: number): boolean {
  const policy = pod.spec.restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && code !== 0);
}

export function containerStatus(container: Container, podReady: boolean): Json {
  const startedAt = rfc3339(container.startedMs);
  const ended = { exitCode: container.exitCode, startedAt, finishedAt: rfc3339(container.finishedMs) };
  const state =
    container.state === 'running'
      ? { running: { startedAt } }
      : container.state === 'terminated'
        ? { terminated: ended }
        : { waiting: { reason: 'CrashLoopBackOff' } };
  return {
    name: container.name,
    image: 'img',
    imageID: '',
    ready: podReady,
    started: container.state === 'running',
    restartCount: container.restarts,
    state,
    lastState: container.state === 'waiting' ? { terminated: ended } : {},
  };
}
