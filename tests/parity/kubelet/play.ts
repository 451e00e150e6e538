/** Plays one recorded case on a cluster of one node and collects facts and events. */
import type { AnyObject } from '../../../workers/api/meta';
import type { ApiReply, ApiRequest, PatchType } from '../../../workers/api/request';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import { createNode } from '../../../workers/kubelet/node';
import type { NodeSpec } from '../../../workers/kubelet/node-spec';
import { Process } from '../../../workers/client/process';
import { PodFacts } from './facts';
import type { Played, SeenEvent } from './played';
import { presentImages, recordedImages } from './programs';
import type { PlanStep, RecordedCase } from './recorded';

const NODE: NodeSpec = {
  name: 'node-a',
  cpu: '2',
  memory: '24684084Ki',
  ephemeralStorage: '264212084Ki',
  allocatable: { cpu: '2', memory: '24581684Ki', 'ephemeral-storage': '257025515114' },
  pods: 110,
  internalIP: '10.0.0.10',
  podCIDR: '10.244.0.0/24',
  images: presentImages,
};

/** Long enough for the node to register, become ready and lose its taint. */
const BOOT_MS = 20_000;
/** How finely the player looks for a step's `when`. */
const LOOK_MS = 100;
const SKIPPED = new Set(['kubectl', 'portforward', 'cgroup']);

export function play(recorded: RecordedCase): Played {
  const cluster = createInlineCluster(
    { seed: 1, nodes: [NODE] },
    {
      components: {
        node: (context, options) => createNode(context, { ...options, programs: recordedImages, closedRegistry: true }),
        messenger: (context, options: { to: string; message: unknown }) => {
          const process = new Process(context, 'test');
          process.timers.at(context.nowMs, () => process.post(options.to, options.message));
          return process;
        },
      },
    },
  );
  cluster.advance({ byMs: BOOT_MS });
  return new Player(cluster, recorded).run();
}

class Player {
  private readonly pods = new Map<string, PodFacts>();
  private readonly events = new Map<string, SeenEvent>();
  private readonly problems: string[] = [];
  private readonly logs = new Map<number, ApiReply>();
  private readonly uids = new Set<string>();
  private readonly ips = new Set<string>();
  private startMs = 0;
  private messages = 0;

  constructor(
    private readonly cluster: InlineCluster,
    private readonly recorded: RecordedCase,
  ) {}

  run(): Played {
    const { cluster, recorded } = this;
    this.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: recorded.namespace } });
    cluster.advance({ byMs: 2000 });
    for (const object of recorded.before ?? []) this.create(object);
    if (recorded.before?.length) cluster.advance({ byMs: 1000 });
    this.startMs = cluster.nowMs;
    this.watch('pods', (event) => this.podEvent(event));
    this.watch('events', (event) => this.eventEvent(event));
    for (const object of recorded.objects) this.create(object);
    const endMs = this.startMs + recorded.watched_seconds * 1000;
    (recorded.plan ?? []).forEach((step, at) => {
      this.waitFor(step, endMs);
      if (step.op === 'logs') this.logs.set(at, this.readLog(step));
      else this.perform(step, at);
    });
    if (cluster.nowMs < endMs) cluster.advance({ untilMs: Math.round(endMs) });
    return {
      pods: this.pods,
      events: [...this.events.values()],
      logs: this.logs,
      problems: this.problems,
      secrets: { uids: [...this.uids], ips: [...this.ips] },
    };
  }

  private get seconds(): number {
    return (this.cluster.nowMs - this.startMs) / 1000;
  }

  private watch(resource: string, add: (event: { type: string; object: AnyObject }) => void): void {
    this.cluster.watch(
      { verb: 'watch', group: '', version: 'v1', resource, namespace: this.recorded.namespace },
      {
        events: (events) => events.forEach((event) => add(event as { type: string; object: AnyObject })),
        closed: () => {},
      },
    );
  }

  private podEvent(event: { type: string; object: AnyObject }): void {
    const name = event.object.metadata?.name as string;
    const { podIP } = (event.object.status ?? {}) as { podIP?: string };
    if (podIP) this.ips.add(podIP);
    this.uids.add(event.object.metadata?.uid as string);
    const facts = this.pods.get(name) ?? new PodFacts();
    this.pods.set(name, facts);
    facts.add(event as Parameters<PodFacts['add']>[0], this.seconds, this.cluster.nowMs);
  }

  private eventEvent({ type, object }: { type: string; object: AnyObject }): void {
    if (type === 'DELETED') return;
    const {
      involvedObject,
      reason = '',
      message = '',
      count = 1,
    } = object as unknown as {
      involvedObject: { kind: string; name: string; fieldPath?: string };
      reason?: string;
      message?: string;
      count?: number;
    };
    const eventType = (object as unknown as { type: string }).type;
    const known = this.events.get(object.metadata?.name as string);
    if (known) known.count = count;
    else
      this.events.set(object.metadata?.name as string, {
        type: eventType,
        reason,
        message,
        object: `${involvedObject.kind}/${involvedObject.name}`,
        fieldPath: involvedObject.fieldPath ?? '',
        t: this.seconds,
        count,
      });
  }

  private waitFor(step: PlanStep, endMs: number): void {
    const { cluster } = this;
    if (step.at !== undefined) cluster.advance({ untilMs: Math.max(cluster.nowMs, Math.round(this.startMs + step.at * 1000)) });
    if (step.when) {
      while (!this.holds(step.when) && cluster.nowMs < endMs) cluster.advance({ byMs: LOOK_MS });
      cluster.advance({ byMs: Math.round((step.after ?? 0) * 1000) });
    }
  }

  /** "c/web/restartCount=>1", of any pod. */
  private holds(when: string): boolean {
    const [path = '', wanted = ''] = when.split(/=(.*)/s);
    return [...this.pods.values()].some((facts) => {
      const value = facts.now(path);
      return wanted.startsWith('>') ? Number(value) >= Number(wanted.slice(1)) : String(value) === wanted;
    });
  }

  /** What the recorded cluster refused too is no problem. */
  private perform(step: PlanStep, at: number): void {
    if (SKIPPED.has(step.op)) return;
    const expected = this.recorded.steps?.[at]?.result;
    const refusal = expected?.message;
    const before = this.problems.length;
    this.carryOut(step);
    const [problem] = this.problems.slice(before);
    if (refusal !== undefined && problem?.endsWith(`: ${expected?.code} ${refusal}`)) this.problems.length = before;
    else if (refusal !== undefined && (expected?.code ?? 0) >= 400 && !problem) this.problems.push(`not refused: ${refusal}`);
  }

  private carryOut(step: PlanStep): void {
    const pod = {
      group: '',
      version: 'v1',
      resource: 'pods',
      namespace: this.recorded.namespace,
      name: step.pod ?? step.name ?? this.onlyPod,
    };
    switch (step.op) {
      case 'delete':
        this.ask({
          verb: 'delete',
          ...pod,
          ...(step.grace === undefined ? {} : { body: { kind: 'DeleteOptions', apiVersion: 'v1', gracePeriodSeconds: step.grace } }),
        });
        return;
      case 'create':
        this.create(step.object as AnyObject);
        return;
      case 'patch':
        this.ask({
          verb: 'patch',
          ...pod,
          resource: step.resource ?? 'pods',
          ...(step.subresource ? { subresource: step.subresource } : {}),
          patchType: (step.type ?? 'strategic') as PatchType,
          body: step.patch,
        });
        return;
      case 'bind':
        this.ask({
          verb: 'create',
          ...pod,
          subresource: 'binding',
          body: {
            apiVersion: 'v1',
            kind: 'Binding',
            metadata: { name: pod.name },
            target: { apiVersion: 'v1', kind: 'Node', name: 'node-a' },
          },
        });
        return;
      case 'file':
        this.cluster.message({ to: 'node/node-a', message: { type: 'manifest', path: step.path, content: step.content } }, () => {});
        return;
      case 'kill':
        this.kill(pod.name, step.container ?? '');
        return;
      default:
        this.problems.push(`step ${step.op} is not played`);
    }
  }

  /** The one a step means that names none; mirrors of static pods have names of their own. */
  private get onlyPod(): string {
    const [name] = this.pods.keys();
    return this.pods.size === 1 && name ? name : 'p';
  }

  private readLog(step: PlanStep): ApiReply {
    const query = Object.fromEntries(new URLSearchParams(step.query ?? ''));
    return this.cluster.handle({
      verb: 'get',
      group: '',
      version: 'v1',
      resource: 'pods',
      subresource: 'log',
      namespace: this.recorded.namespace,
      name: step.pod ?? 'p',
      body: query,
    });
  }

  private kill(pod: string, container: string): void {
    const podUid = (
      this.ask({ verb: 'get', group: '', version: 'v1', resource: 'pods', namespace: this.recorded.namespace, name: pod }).body as AnyObject
    ).metadata?.uid;
    const message = container === 'POD' ? { type: 'crash-sandbox', podUid } : { type: 'crash', podUid, container };
    this.cluster.start({
      name: `messenger-${this.messages++}`,
      kind: 'messenger',
      group: 'nodes',
      options: { to: 'node/node-a', message },
    });
  }

  private create(object: AnyObject): void {
    const [group = '', version = ''] = (object.apiVersion ?? 'v1').includes('/')
      ? (object.apiVersion ?? '').split('/')
      : ['', object.apiVersion ?? 'v1'];
    const plural = `${object.kind?.toLowerCase()}s`;
    const namespaced = !['Namespace', 'PersistentVolume'].includes(object.kind ?? '');
    this.ask({
      verb: 'create',
      group,
      version,
      resource: plural,
      ...(namespaced ? { namespace: this.recorded.namespace } : {}),
      body: object,
    });
  }

  private ask(request: ApiRequest): ApiReply {
    const reply = this.cluster.handle(request);
    if (reply.code >= 300)
      this.problems.push(
        `${request.verb} ${request.resource}/${request.subresource ?? ''}: ${reply.code} ${(reply.body as { message?: string }).message ?? ''}`,
      );
    return reply;
  }
}
