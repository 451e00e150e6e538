import type { AnyObject, KubeList } from '../../workers/api/meta';
import type { ApiRequest } from '../../workers/api/request';
import { createInlineCluster } from '../../workers/hosts/inline';
import type { InlineCluster } from '../../workers/hosts/inline';
import { createScheduler } from '../../workers/scheduler/scheduler';
import type { Component } from '../../workers/sim/component';
import { createRequest } from '../support/manifests';
import { cpuMs } from './cpu';
import { benchNode, benchPod } from './scheduling-shapes';
import type { SchedulingShape } from './scheduling-shapes';

export interface ComponentRun {
  readonly msPerPod: number;
  readonly apiServerMsPerPod: number;
  /** Of the pods that came later; in the end. */
  readonly bound: number;
}

/** The scheduler of a cluster without kubelets and controllers, and the API server beside it. */
export function measureComponent({ nodes, existing, pods, existingPod, podOf, churns = 1 }: SchedulingShape): ComponentRun {
  const clock = { ms: 0 };
  const cluster = createInlineCluster(
    { seed: 1, nodes: 0, controllers: [] },
    { components: { 'kube-scheduler': (context, options) => timed(createScheduler(context, options), clock) } },
  );
  cluster.stop('machines');
  create(cluster, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } });
  create(cluster, { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 100 });
  for (let at = 0; at < nodes; at++) create(cluster, benchNode(at));
  for (let at = 0; at < existing; at++) create(cluster, benchPod(`existing-${at}`, existingPod, `node-${at % nodes}`));
  cluster.advance({ untilIdle: true, limitMs: 1 });
  clock.ms = 0;
  let totalMs = 0;
  const portion = Math.ceil(pods / churns);
  for (let turn = 0; turn < churns; turn++) {
    for (let at = turn * portion; at < Math.min(pods, (turn + 1) * portion); at++) create(cluster, benchPod(`pod-${at}`, podOf(at)));
    if (churns > 1) churn(cluster, turn, nodes);
    const started = cpuMs();
    cluster.advance({ untilIdle: true, limitMs: 120_000 });
    totalMs += cpuMs() - started;
  }
  return { msPerPod: clock.ms / pods, apiServerMsPerPod: (totalMs - clock.ms) / pods, bound: boundPods(cluster) };
}

const CHURNED_NODES = 4;
const CHURNED_PODS = 20;

/** Nodes and pods go and come, a Service and a high pod that fits nowhere take the place of those of the turn before. */
function churn(cluster: InlineCluster, turn: number, nodes: number): void {
  for (let at = turn * CHURNED_NODES; at < (turn + 1) * CHURNED_NODES; at++) {
    remove(cluster, 'nodes', `node-${nodes / 2 + at}`);
    create(cluster, benchNode(nodes + at));
  }
  for (let at = turn * CHURNED_PODS; at < (turn + 1) * CHURNED_PODS; at++) remove(cluster, 'pods', `existing-${at}`);
  if (turn > 0) {
    remove(cluster, 'services', `churn-${turn - 1}`);
    remove(cluster, 'pods', `large-${turn - 1}`);
  }
  const spec = { selector: { app: 'other' }, ports: [{ port: 80 }] };
  create(cluster, { apiVersion: 'v1', kind: 'Service', metadata: { name: `churn-${turn}` }, spec });
  create(cluster, benchPod(`large-${turn}`, { priorityClassName: 'high', requests: { cpu: '9' } }));
}

function create(cluster: InlineCluster, object: AnyObject): void {
  must(cluster, createRequest(object));
}

function remove(cluster: InlineCluster, resource: string, name: string): void {
  const namespace = resource === 'nodes' ? {} : { namespace: 'default' };
  must(cluster, { verb: 'delete', group: '', version: 'v1', resource, ...namespace, name });
}

function must(cluster: InlineCluster, request: ApiRequest): void {
  const reply = cluster.handle(request);
  if (reply.code >= 300) throw new Error(JSON.stringify(reply.body));
}

/** Adds up the processor time of the component's steps. */
function timed(component: Component, clock: { ms: number }): Component {
  const step = component.step.bind(component);
  component.step = (nowMs, inbox) => {
    const started = cpuMs();
    const outbox = step(nowMs, inbox);
    clock.ms += cpuMs() - started;
    return outbox;
  };
  return component;
}

function boundPods(cluster: InlineCluster): number {
  const { items } = cluster.handle({ verb: 'list', group: '', version: 'v1', resource: 'pods' }).body as KubeList<
    AnyObject & { spec: { nodeName?: string } }
  >;
  return items.filter(({ metadata, spec }) => spec.nodeName && metadata?.name?.startsWith('pod-')).length;
}
