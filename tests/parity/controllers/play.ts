/** Plays a recorded scenario's steps on an inline cluster with emulated nodes and tells what happened, in the recording's form. */
import { type ApiReply, isFailure } from '../../../workers/api/request';
import { rfc3339 } from '../../../workers/api/time';
import { route } from '../../../workers/apiserver/http';
import { resourceDefinitions } from '../../../workers/resources/registry';
import { type InlineCluster, createInlineCluster } from '../../../workers/hosts/inline';
import { EmulatedNodes } from './emulated-nodes';
import { type Seen, createMask } from './mask';
import { inScope } from './scope';
import { lastRecordedSeconds, minuteSeconds, monitorPhaseSeconds, readFlags } from './recording';
import { kindNamed, kinds } from './scenario';
import type { Json, Scenario, Step } from './scenario';

/** Virtual time before second 0: the control plane has settled, "common" nodes are ready. */
const LEAD_MS = 120_000;
/** Scenario nodes register this long before second 0, as in the recordings; just after the node monitor, which runs at whole seconds. */
const REGISTER_BEFORE_MS = 1_990;
/** Longest stretch that the cluster runs without the emulated nodes looking at what it did. */
const SLICE_MS = 50;
/** Time from one request of a step to the next. */
const REQUEST_MS = 10;
/** Finding out a hash takes a while. */
const HOOK_MS = 1_000;
/** A recording goes on for a moment after its last step. */
const REST_MS = 200;
const MINUTE_MS = 60_000;
const COMMON_NODES = 6;
const PATCH_TYPES: Record<string, string> = {
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
};

export interface Played {
  readonly history: readonly Seen[];
  readonly startMs: number;
  /** Keys of the checkpoint steps' objects as they were. */
  readonly checkpoints: readonly { readonly name: string; readonly at: number; readonly objects: readonly Seen[] }[];
  /** Answers to the steps that were requests, in order; undefined for steps without. */
  readonly answers: readonly (readonly ApiReply<Json>[] | undefined)[];
}

/** The same seed plays the same run; another one draws other names, nodes and addresses. */
export function play(scenario: Scenario, seed: number): Played {
  return new Player(scenario, seed).run();
}

class Player {
  private readonly cluster: InlineCluster;
  private readonly nodes: EmulatedNodes;
  private readonly history: Seen[] = [];
  private readonly live = new Map<string, Seen>();
  private readonly startMs: number;

  constructor(
    private readonly scenario: Scenario,
    private readonly seed: number,
  ) {
    // The phase of periodic work is not fixed in reality; here it follows the recording where that shows it.
    const minute = minuteSeconds(scenario);
    this.startMs = minute === undefined ? LEAD_MS - Math.round(monitorPhaseSeconds(scenario)) * 1000 : MINUTE_MS - minute * 1000;
    const dualStack =
      scenario.flags['kube-apiserver']?.some((flag) => flag.startsWith('--service-cluster-ip-range') && flag.includes(':')) === true;
    this.cluster = createInlineCluster({ seed, nodes: 0, controllers: [], ...(dualStack ? { serviceFamilies: ['IPv4', 'IPv6'] } : {}) });
    this.cluster.stop('machines');
    const flags = readFlags(['--node-cidr-mask-size=25', ...(scenario.flags['kube-controller-manager'] ?? [])]);
    const resources = resourceDefinitions
      .filter(({ verbs, view }) => !verbs && !view)
      .map(({ group, version, resource, kind, namespaced }) => ({
        group,
        version,
        resource,
        kind,
        namespaced,
      }));
    this.cluster.start({
      name: 'kube-controller-manager',
      kind: 'kube-controller-manager',
      group: 'controllers',
      options: { resources, flags },
    });
    this.nodes = new EmulatedNodes(this.cluster as never, dualStack);
    for (const kind of kinds) this.follow(kind.kind);
  }

  run(): Played {
    const { cluster, nodes, scenario, startMs } = this;
    cluster.advance({ byMs: 0 });
    this.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-node-lease' } });
    // A scenario about all zones being down had a cluster of its own.
    const common = scenario.tags.includes('all-zones') ? 0 : COMMON_NODES;
    for (let at = 1; at <= common; at++) {
      nodes.machines.register({ name: `common-${at}`, capacity: { cpu: '64', memory: '256Gi', pods: '500' } }, { pool: 'common' });
    }
    this.advanceTo(startMs - REGISTER_BEFORE_MS - 500);
    for (const name of ['ns1', ...(scenario.cluster.namespaces ?? [])])
      this.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    this.advanceTo(startMs - REGISTER_BEFORE_MS);
    if (scenario.cluster.nodes !== 'common')
      for (const node of scenario.cluster.nodes)
        nodes.machines.register({ ...node, name: `ns1-${node.name}` }, { pool: 'ns1', ...node.labels });
    this.advanceTo(startMs - 200);
    for (const object of scenario.cluster.preExisting ?? []) this.create(object);
    this.advanceTo(startMs);
    const checkpoints: Played['checkpoints'][number][] = [];
    const answers: (readonly ApiReply<Json>[] | undefined)[] = [];
    for (const step of scenario.steps) {
      this.advanceTo(startMs + Math.round(step.at * 1000));
      if (step.do === 'checkpoint') {
        const shown: readonly string[] | undefined = step.kinds;
        const objects = [...this.live.values()].filter((one) => this.inScope(one) && (shown === undefined || shown.includes(one.kind)));
        checkpoints.push({ name: step.name, at: step.at, objects });
        answers.push(undefined);
      } else answers.push(this.carryOut(step));
    }
    this.advanceTo(startMs + Math.ceil(lastRecordedSeconds(scenario) * 1000) + REST_MS);
    return { history: this.history, startMs, checkpoints, answers };
  }

  private advanceTo(untilMs: number): void {
    const { cluster, nodes } = this;
    for (;;) {
      cluster.advance({ byMs: 0 });
      nodes.alarms.act();
      cluster.advance({ byMs: 0 });
      if (cluster.nowMs >= untilMs) return;
      const next = nodes.alarms.nextMs() ?? untilMs;
      cluster.advance({ untilMs: Math.max(cluster.nowMs + 1, Math.min(untilMs, next, cluster.nowMs + SLICE_MS)) });
    }
  }

  private follow(kind: string): void {
    const { group, version, resource } = kindNamed(kind);
    const sink = {
      events: (list: readonly { type: string; object: Json }[]) => {
        for (const { type, object } of list) if (type !== 'BOOKMARK' && type !== 'ERROR') this.changed(kind, type, object);
      },
      closed: () => {},
    };
    try {
      this.cluster.watch(
        {
          verb: 'watch',
          group,
          version,
          resource,
          options: { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true },
        },
        sink as never,
      );
    } catch {
      // A kind that is not served cannot appear; scenarios that need it come out unequal.
    }
  }

  private changed(kind: string, type: string, object: Json): void {
    const seen: Seen = { t: (this.cluster.nowMs - this.startMs) / 1000, type, kind, object };
    this.history.push(seen);
    const key = `${kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    if (type === 'DELETED') this.live.delete(key);
    else this.live.set(key, seen);
    if (kind === 'Pod') this.nodes.podChanged(type, object);
  }

  private inScope({ kind, object }: Seen): boolean {
    return inScope(this.scenario, kind, object);
  }

  private carryOut(step: Step): readonly ApiReply<Json>[] | undefined {
    switch (step.do) {
      case 'create':
        return step.objects.map((object: Json) => {
          const reply = this.create(object);
          this.advanceTo(this.cluster.nowMs + REQUEST_MS);
          return reply;
        });
      case 'patch':
        return [
          this.send(
            'PATCH',
            this.pathOf(step.kind, step.ns, this.realName(step.name), step.sub),
            this.resolved(step.patch),
            PATCH_TYPES[step.type],
          ),
        ];
      case 'delete': {
        const body = {
          apiVersion: 'v1',
          kind: 'DeleteOptions',
          ...(step.policy === undefined ? {} : { propagationPolicy: step.policy }),
          ...(step.grace === undefined ? {} : { gracePeriodSeconds: step.grace }),
        };
        return [this.send('DELETE', this.pathOf(step.kind, step.ns, this.realName(step.name)), body)];
      }
      case 'evict': {
        const name = this.realName(step.pod);
        const body = {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name, namespace: 'ns1' },
          ...(step.deleteOptions ? { deleteOptions: step.deleteOptions } : {}),
        };
        return [this.send('POST', this.pathOf('Pod', undefined, name, 'eviction'), body)];
      }
      case 'request':
        return [this.send(step.method, step.path, step.body ?? undefined)];
      case 'node':
        if (step.action === 'register')
          this.nodes.machines.register({ ...(step as Json), name: step.name }, { pool: 'ns1', ...step.labels });
        else this.nodes.control(step.name, step.action);
        return undefined;
      case 'pod':
        this.nodes.controlPod('ns1', this.realName(step.pod), step);
        return undefined;
      case 'hook':
        this.hook(step.what);
        return undefined;
      default:
        throw new Error(`step "${step.do}" is not played`);
    }
  }

  /** The one hook there is: takes the name that the scenario's Deployment would give its ReplicaSet. */
  private hook(what: string): void {
    const deployment = this.scenario.steps.flatMap((step) => step.objects ?? []).find((object: Json) => object.kind === 'Deployment');
    if (!what.startsWith('create in ns1 a ReplicaSet named web-<hash') || !deployment) throw new Error(`hook "${what}" is not played`);
    const trial = play({ ...this.scenario, steps: [{ at: 0, do: 'create', objects: [deployment] }], timeline: {}, events: {} }, this.seed);
    this.advanceTo(this.cluster.nowMs + HOOK_MS);
    const name = trial.history.find((seen) => seen.kind === 'ReplicaSet')?.object.metadata.name;
    const labels = { other: 'y' };
    const template = { metadata: { labels }, spec: deployment.spec.template.spec };
    this.create({
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name },
      spec: { replicas: 0, selector: { matchLabels: labels }, template },
    });
  }

  private create(object: Json): ApiReply<Json> {
    return this.send('POST', this.pathOf(object.kind, object.metadata.namespace), this.resolved(object));
  }

  private pathOf(kindName: string, namespace: string | undefined, name?: string, subresource?: string): string {
    const { group, version, resource, namespaced } = kindNamed(kindName);
    const parts = [
      group === '' ? 'api' : `apis/${group}`,
      version,
      ...(namespaced ? ['namespaces', namespace ?? 'ns1'] : []),
      resource,
      name,
      subresource,
    ];
    return `/${parts.filter((part) => part !== undefined).join('/')}`;
  }

  /** Over the REST protocol, as the recording's requests were made: bodies are decoded and checked on the way. */
  private send(method: string, path: string, body?: Json, contentType = 'application/json'): ApiReply<Json> {
    const headers = { accept: 'application/json', 'content-type': contentType, 'user-agent': 'recorder/1.0' };
    const way = route(this.cluster.cluster.api.resources, {
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (way.type === 'watch' || way.type === 'fallback') throw new Error(`${method} ${path} is not played`);
    const reply = way.type === 'reply' ? way.reply : way.render(this.cluster.handle(way.request), this.cluster.nowMs);
    return { code: reply.code, body: typeof reply.body === 'string' ? JSON.parse(reply.body) : reply.body };
  }

  /** `$UID(...)` and `$T(-n)` in a body. */
  private resolved(body: Json): Json {
    const text = JSON.stringify(body)
      .replace(/\$UID\(([^/]+)\/(?:([^:)]+):)?([^)]+)\)/g, (_, kind, namespace, name) => {
        const { namespaced } = kindNamed(kind);
        return this.live.get(`${kind} ${namespaced ? (namespace ?? 'ns1') : ''}/${name}`)?.object.metadata.uid ?? '';
      })
      .replace(/\$T\(-(\d+)\)/g, (_, seconds) => rfc3339(this.cluster.nowMs - Number(seconds) * 1000));
    return JSON.parse(text);
  }

  private realName(name: string): string {
    if (!name.includes('<')) return name;
    const mask = createMask(this.history, this.startMs, new Map());
    for (const { object } of this.history) if (mask.text(object.metadata.name) === name) return object.metadata.name;
    return name;
  }
}

export function failureOf(reply: ApiReply<Json>): { code: number; reason?: string; message?: string } {
  return isFailure(reply)
    ? {
        code: reply.code,
        ...(reply.body.reason ? { reason: reply.body.reason } : {}),
        ...(reply.body.message ? { message: reply.body.message } : {}),
      }
    : { code: reply.code };
}
