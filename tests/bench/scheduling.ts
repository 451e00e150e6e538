import type { AnyObject, KubeList } from '../../workers/api/meta';
import { createInlineCluster } from '../../workers/hosts/inline';
import type { InlineCluster } from '../../workers/hosts/inline';
import { createScheduler } from '../../workers/scheduler/scheduler';
import type { Component } from '../../workers/sim/component';
import { createRequest } from '../support/manifests';
import type { Print } from './run';
import { benchNode, benchPod, REAL_CPU_MS, SHAPES } from './scheduling-shapes';
import type { SchedulingShape } from './scheduling-shapes';

/**
 * Pods per second of processor time of the scheduler's own work (informers, queue, decision, record, assume, binding) with recording on,
 * no kubelets; the API server's share beside it. `BENCH_SHAPES=name,...` and `BENCH_NODES=n,...` choose.
 */
export function schedulingBench(print: Print): void {
  const names = process.env['BENCH_SHAPES']?.split(',');
  const sizes = process.env['BENCH_NODES']?.split(',').map(Number);
  let warm = '';
  for (const shape of SHAPES) {
    if ((names && !names.includes(shape.name)) || (sizes && !sizes.includes(shape.nodes))) continue;
    if (warm !== shape.name) runShape({ ...shape, ...WARM_UP }, undefined);
    warm = shape.name;
    runShape(shape, print);
  }
}

/** The first run of a shape is thrown away: it measures the compiler. */
const WARM_UP = { nodes: 200, existing: 40, pods: 80 } as const;

function runShape(shape: SchedulingShape, print: Print | undefined): void {
  const { nodes, existing, pods, existingPod, podOf, likeReal, bound: wanted = pods } = shape;
  const clock = { ms: 0 };
  const cluster = createInlineCluster(
    { seed: 1, nodes: 0, controllers: [] },
    { components: { 'kube-scheduler': (context, options) => timed(createScheduler(context, options), clock) } },
  );
  cluster.stop('machines');
  create(cluster, { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 100 });
  for (let at = 0; at < nodes; at++) create(cluster, benchNode(at));
  for (let at = 0; at < existing; at++) create(cluster, benchPod(`existing-${at}`, existingPod, `node-${at % nodes}`));
  cluster.advance({ untilIdle: true, limitMs: 1 });
  for (let at = 0; at < pods; at++) create(cluster, benchPod(`pod-${at}`, podOf(at)));
  clock.ms = 0;
  const started = cpuMs();
  cluster.advance({ untilIdle: true, limitMs: 120_000 });
  const totalMs = cpuMs() - started;
  if (!print) return;
  const bound = boundPods(cluster);
  if (bound !== wanted) throw new Error(`${shape.name}, ${nodes} nodes: ${bound} of ${wanted} pods are bound`);
  const msPerPod = clock.ms / pods;
  const realMs = likeReal === undefined ? undefined : REAL_CPU_MS[likeReal]?.[nodes];
  print({
    name: `scheduling-${shape.name}`,
    nodes,
    pods,
    value: 1000 / msPerPod,
    unit: 'pods/s',
    msPerPod: round(msPerPod),
    ...(realMs === undefined ? {} : { realMsPerPod: realMs, shareOfReal: round(msPerPod / realMs) }),
    apiServerMsPerPod: round((totalMs - clock.ms) / pods),
  });
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

function create(cluster: InlineCluster, object: AnyObject): void {
  const reply = cluster.handle(createRequest(object));
  if (reply.code >= 300) throw new Error(JSON.stringify(reply.body));
}

/** Adds up the processor time of the component's steps, garbage collection in other threads included. */
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
