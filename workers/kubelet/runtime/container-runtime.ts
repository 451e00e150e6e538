/**
 * The machine's container runtime: sandboxes, containers, images, logs. It goes on while the kubelet is stopped and is
 * gone when the machine is powered off. Differs: latencies are spent by the kubelet's routines; calls act at once.
 */
import type { Timers } from '../../client/timers';
import type { RandomStream } from '../../sim/component';
import { fullName } from '../images/registry';
import type { ImageRegistry } from '../images/registry';
import type { HttpRequest, HttpResponse, NetAnswer, NetRequest } from '../images/program';
import type { NetClient } from '../../network/pod-network';
import { ContainerFiles } from './files';
import type { VolumeFiles } from './files';
import { CONTAINER_REAP_MS } from '../latencies';
import { startProgram } from './process';
import type { Container, ContainerConfig, ContainerStatus, PodRuntimeStatus, Sandbox } from './types';

export interface RuntimePod {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly sandboxes: Sandbox[];
  /** In order of creation. */
  readonly containers: Container[];
  /** emptyDir and other volumes that live as long as the pod. */
  readonly volumes: Map<string, VolumeFiles>;
}

export interface PresentImage {
  readonly name: string;
  readonly id: string;
  readonly sizeBytes: number;
}

/** Exited containers kept per name, as kubelet's MaxPerPodContainer with the current one. */
const CONTAINERS_KEPT = 2;

export class ContainerRuntime {
  readonly pods = new Map<string, RuntimePod>();
  /** By full name. */
  readonly images = new Map<string, PresentImage>();
  /** The kubelet's ear; undefined while none runs. */
  onChange: ((podUid: string) => void) | undefined;
  /** Cluster DNS, as containers of a namespace see it. */
  lookup: (name: string, namespace: string) => string | undefined = () => undefined;
  /** The way out of this machine's pods. */
  network: { fetch(client: NetClient, request: NetRequest, done: (answer: NetAnswer) => void): void } | undefined;
  private serial = 0;

  constructor(
    readonly timers: Timers,
    readonly now: () => number,
    private readonly random: RandomStream,
    readonly registry: ImageRegistry,
  ) {}

  addImage(image: string): PresentImage {
    const name = fullName(image);
    const known = this.images.get(name);
    if (known) return known;
    const present = { name, id: `sha256:${this.newId()}`, sizeBytes: this.registry.find(image)?.sizeBytes ?? 0 };
    this.images.set(name, present);
    return present;
  }

  pod(uid: string): RuntimePod | undefined {
    return this.pods.get(uid);
  }

  ensurePod(uid: string, namespace: string, name: string): RuntimePod {
    let pod = this.pods.get(uid);
    if (!pod) this.pods.set(uid, (pod = { uid, namespace, name, sandboxes: [], containers: [], volumes: new Map() }));
    return pod;
  }

  addSandbox(pod: RuntimePod, ip: string): Sandbox {
    const attempt = pod.sandboxes.length ? (pod.sandboxes[pod.sandboxes.length - 1] as Sandbox).attempt + 1 : 0;
    const sandbox: Sandbox = { id: this.newId(), ip, createdAtMs: this.now(), attempt, ready: true };
    pod.sandboxes.push(sandbox);
    if (pod.sandboxes.length > CONTAINERS_KEPT) pod.sandboxes.shift();
    this.onChange?.(pod.uid);
    return sandbox;
  }

  stopSandboxes(uid: string): void {
    const pod = this.pods.get(uid);
    if (!pod) return;
    for (const sandbox of pod.sandboxes) sandbox.ready = false;
    this.onChange?.(uid);
  }

  create(pod: RuntimePod, config: ContainerConfig): Container {
    const definition = this.registry.find(config.image) ?? { name: config.image, sizeBytes: 0 };
    const container: Container = {
      id: this.newId(),
      podUid: pod.uid,
      config,
      imageId: this.addImage(config.image).id,
      definition,
      files: new ContainerFiles(config.baseFiles, config.mounts),
      createdAtMs: this.now(),
      serial: this.serial++,
      state: 'created',
      startedAtMs: undefined,
      finishedAtMs: undefined,
      exitCode: 0,
      signal: undefined,
      reason: '',
      message: '',
      program: undefined,
      listening: new Set(),
      logs: [],
      onLog: [],
      onExit: [],
    };
    pod.containers.push(container);
    const same = pod.containers.filter((one) => one.config.name === config.name);
    for (const old of same.slice(0, Math.max(0, same.length - CONTAINERS_KEPT))) pod.containers.splice(pod.containers.indexOf(old), 1);
    return container;
  }

  /** A container that the disk remembers. */
  restore(
    pod: RuntimePod,
    old: Pick<ContainerStatus, 'id' | 'name' | 'image' | 'hash' | 'restartCount' | 'exitCode' | 'reason' | 'message'> & {
      startedAtMs: number;
      finishedAtMs: number;
    },
  ): void {
    const config: ContainerConfig = {
      name: old.name,
      image: old.image,
      argv: [],
      env: new Map(),
      ports: [],
      runsToEnd: false,
      mounts: [],
      restartCount: old.restartCount,
      hash: old.hash,
      terminationMessagePath: '',
      messageFromLogs: false,
      stopSignal: 'SIGTERM',
      user: { uid: 0, gid: 0, supplementalGroups: [0] },
      baseFiles: () => new Map(),
      hostname: pod.name,
    };
    const container = this.create(pod, config);
    pod.containers.pop();
    pod.containers.push({
      ...container,
      id: old.id,
      createdAtMs: old.startedAtMs,
      state: 'exited',
      startedAtMs: old.startedAtMs,
      finishedAtMs: old.finishedAtMs,
      exitCode: old.exitCode,
      reason: old.reason,
      message: old.message,
    });
  }

  /** undefined: it runs. Else what the runtime complains of; the container has exited with 128. */
  start(container: Container): string | undefined {
    const pod = this.pods.get(container.podUid);
    const error = startProgram(this, container, pod?.sandboxes.at(-1)?.ip ?? '');
    if (error !== undefined) {
      container.state = 'exited';
      container.exitCode = 128;
      container.reason = 'StartError';
      container.message = error;
      container.finishedAtMs = this.now();
      this.onChange?.(container.podUid);
    }
    return error;
  }

  /** Delivers a signal; pid 1 ignores what it has no handler for, except SIGKILL. */
  signal(container: Container, signal: string): void {
    if (container.state !== 'running') return;
    if (signal === 'SIGKILL') this.timers.at(this.now() + CONTAINER_REAP_MS, () => this.exited(container, 137, 9));
    else container.program?.signal?.(signal);
  }

  /** The process is gone. `signal`: what killed it, only as far as CRI would tell (containerd does not). */
  exited(container: Container, exitCode: number, _signal?: number, reason?: string): void {
    if (container.state !== 'running') return;
    container.state = 'exited';
    container.exitCode = exitCode;
    container.reason = reason ?? (exitCode === 0 ? 'Completed' : 'Error');
    container.finishedAtMs = this.now();
    container.program = undefined;
    container.listening.clear();
    for (const resume of container.onExit.splice(0)) resume();
    this.onChange?.(container.podUid);
  }

  /** Every process of the pod dies at once (its sandbox is killed). */
  removePod(uid: string): void {
    const pod = this.pods.get(uid);
    if (!pod) return;
    for (const container of pod.containers) this.exited(container, 137, 9);
    this.pods.delete(uid);
  }

  running(uid: string, name: string): Container | undefined {
    return this.pods.get(uid)?.containers.findLast((one) => one.config.name === name && one.state === 'running');
  }

  find(id: string): Container | undefined {
    for (const pod of this.pods.values()) for (const container of pod.containers) if (container.id === id) return container;
    return undefined;
  }

  /** A request to a port of the pod: the answer, or undefined where nobody listens. */
  request(uid: string, request: HttpRequest): HttpResponse | undefined {
    const container = this.listener(uid, request.port);
    if (!container) return undefined;
    return container.program?.http?.(request) ?? { code: 200, body: '', latencyMs: 1 };
  }

  fetch(uid: string, request: NetRequest, done: (answer: NetAnswer) => void): void {
    const pod = this.pods.get(uid);
    const client = { podUid: uid, podIP: podIPOf(pod), namespace: pod?.namespace ?? '', pod: `${pod?.namespace}/${pod?.name}` };
    if (this.network) this.network.fetch(client, request, done);
    else done(this.fetchLocal(uid, request));
  }

  /** What the pod answers itself; everybody else seems to refuse. */
  fetchLocal(uid: string, { host, port, method, path }: NetRequest): NetAnswer {
    const podIP = podIPOf(this.pods.get(uid));
    const response = ['localhost', '127.0.0.1', podIP].includes(host) ? this.request(uid, { method, path, port }) : undefined;
    return response ? { address: host, response } : { address: host, error: 'refused' };
  }

  listener(uid: string, port: number): Container | undefined {
    return this.pods.get(uid)?.containers.find((one) => one.state === 'running' && one.listening.has(port));
  }

  status(uid: string): PodRuntimeStatus {
    const pod = this.pods.get(uid);
    if (!pod) return { sandboxes: [], containers: [] };
    return { sandboxes: pod.sandboxes.map((one) => ({ ...one })).reverse(), containers: pod.containers.map(snapshot).reverse() };
  }

  newId(): string {
    let id = '';
    for (let word = 0; word < 16; word++) id += this.random.int(0x10000).toString(16).padStart(4, '0');
    return id;
  }
}

function podIPOf(pod: RuntimePod | undefined): string {
  return pod?.sandboxes.at(-1)?.ip ?? '';
}

function snapshot(container: Container): ContainerStatus {
  const { config } = container;
  return {
    id: container.id,
    name: config.name,
    image: fullName(config.image),
    imageId: container.imageId,
    state: container.state,
    createdAtMs: container.createdAtMs,
    serial: container.serial,
    startedAtMs: container.startedAtMs,
    finishedAtMs: container.finishedAtMs,
    exitCode: container.exitCode,
    signal: container.signal,
    reason: container.reason,
    message: container.message,
    restartCount: config.restartCount,
    hash: config.hash,
    user: config.user,
  };
}
