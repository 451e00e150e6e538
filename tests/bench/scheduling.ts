import type { AnyObject, KubeList } from '../../workers/api/meta';
import { createInlineCluster } from '../../workers/hosts/inline';
import { createRequest } from '../support/manifests';
import type { Print } from './run';

const NODES = 1_000;
const PODS = 5_000;

/** Pods per second that the scheduler binds on 1,000 nodes of 4 CPU (pods of 100m CPU, 500 Mi), API server included; no kubelets. */
export function schedulingBench(print: Print): void {
  const cluster = createInlineCluster({ seed: 1, nodes: 0, controllers: [] });
  cluster.stop('machines');
  for (let at = 1; at <= NODES; at++) cluster.handle(createRequest(node(at)));
  cluster.advance({ untilIdle: true });
  for (let at = 1; at <= PODS; at++) cluster.handle(createRequest(pod(at)));
  const started = performance.now();
  cluster.advance({ untilIdle: true });
  const seconds = (performance.now() - started) / 1000;
  const { items } = cluster.handle({ verb: 'list', group: '', version: 'v1', resource: 'pods' }).body as KubeList<
    AnyObject & { spec: { nodeName?: string } }
  >;
  const bound = items.filter(({ spec }) => spec.nodeName).length;
  if (bound !== PODS) throw new Error(`${bound} of ${PODS} pods are bound`);
  print({ name: 'scheduling-throughput', nodes: NODES, pods: PODS, value: PODS / seconds, unit: 'pods/s' });
}

function node(at: number): AnyObject {
  const resources = { cpu: '4', memory: '32Gi', pods: '110' };
  const name = `node-${at}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name } },
    status: { capacity: resources, allocatable: resources, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

function pod(at: number): AnyObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${at}`, labels: { app: 'basic' } },
    spec: {
      tolerations: [{ operator: 'Exists' }],
      containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.10', resources: { requests: { cpu: '100m', memory: '500Mi' } } }],
    },
  };
}
