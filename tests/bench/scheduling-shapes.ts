/** Clusters and pods in the manner of upstream's scheduler_perf: nodes of 4 CPU and 32 Gi in ten zones, pods of 100m CPU and 500 Mi. */
import type { AnyObject } from '../../workers/api/meta';

export interface SchedulingShape {
  readonly name: string;
  readonly nodes: number;
  /** Pods that are on the nodes before, one node after the other. */
  readonly existing: number;
  /** Pods that the whole component schedules. */
  readonly pods: number;
  readonly existingPod: PodSpec;
  readonly podOf: (at: number) => PodSpec;
  /** Key in {@link REAL_CPU_MS}. */
  readonly likeReal?: string;
  /** How many of the pods find a node; default all. */
  readonly bound?: number;
  /** The pods come in so many portions; after each, nodes, pods and Services come and go. */
  readonly churns?: number;
}

export type PodSpec = Readonly<Record<string, unknown>>;

/**
 * Processor time per pod of the real scheduler 1.36.3 (SchedulePod and assume alone) in ms, by shape and number of nodes: measured on
 * a machine of 2 virtual cores with nodes and pods like these, one existing pod per node (recorded in golden/scheduler/perf.json).
 */
export const REAL_CPU_MS: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  basic: { 100: 0.286, 1000: 1.088, 5000: 1.52 },
  'topology-spread-hard-zone': { 100: 0.368, 1000: 1.883, 5000: 3.709 },
  'topology-spread-soft-zone': { 100: 0.373, 1000: 1.621, 5000: 2.893 },
  'pod-anti-affinity-required-hostname': { 100: 0.482, 1000: 2.103, 5000: 5.323 },
  'pod-affinity-required-zone': { 100: 0.384, 1000: 2.858, 5000: 14.464 },
  'pod-affinity-preferred-hostname': { 100: 0.511, 1000: 2.75, 5000: 9.149 },
  'pod-anti-affinity-preferred-hostname': { 100: 0.53, 1000: 2.825, 5000: 9.476 },
  'node-affinity-required-zone': { 100: 0.269, 1000: 1.995, 5000: 5.079 },
};

const ZONE = 'topology.kubernetes.io/zone';
const HOSTNAME = 'kubernetes.io/hostname';
const LIKE = { matchLabels: { app: 'bench' } };
const PLAIN: PodSpec = {};

const term = (topologyKey: string) => ({ topologyKey, labelSelector: LIKE });
const weighted = (topologyKey: string) => [{ weight: 1, podAffinityTerm: term(topologyKey) }];
const affinity = (kind: string, when: 'required' | 'preferred', key: string): PodSpec => ({
  affinity: { [kind]: { [`${when}DuringSchedulingIgnoredDuringExecution`]: when === 'required' ? [term(key)] : weighted(key) } },
});
const spread = (whenUnsatisfiable: string): PodSpec => ({
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable, labelSelector: LIKE }],
});
const inZone: PodSpec = {
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: ZONE, operator: 'In', values: ['zone-0', 'zone-1'] }] }],
      },
    },
  },
};

function shape(name: string, nodes: number, spec: PodSpec, likeReal: string, counts: Partial<SchedulingShape> = {}): SchedulingShape {
  return { name, nodes, existing: nodes, pods: Math.min(20 * nodes, 10_000), existingPod: spec, podOf: () => spec, likeReal, ...counts };
}

const MIXED: readonly PodSpec[] = [
  PLAIN,
  spread('DoNotSchedule'),
  affinity('podAffinity', 'required', ZONE),
  PLAIN,
  affinity('podAntiAffinity', 'preferred', HOSTNAME),
  inZone,
];

export const SHAPES: readonly SchedulingShape[] = [
  ...[100, 1000, 5000].map((nodes) =>
    shape('SchedulingBasic', nodes, PLAIN, 'basic', { pods: Math.min(10_000, 38 * nodes), existing: Math.min(nodes, 10_000) }),
  ),
  ...[100, 1000, 5000].flatMap((nodes) => [
    shape('TopologySpreading', nodes, spread('DoNotSchedule'), 'topology-spread-hard-zone'),
    shape('PreferredTopologySpreading', nodes, spread('ScheduleAnyway'), 'topology-spread-soft-zone'),
    shape('PodAntiAffinity', nodes, affinity('podAntiAffinity', 'required', HOSTNAME), 'pod-anti-affinity-required-hostname', {
      existing: nodes / 5,
      pods: (2 * nodes) / 5,
    }),
    shape('PodAffinity', nodes, affinity('podAffinity', 'required', ZONE), 'pod-affinity-required-zone'),
    shape('PreferredPodAffinity', nodes, affinity('podAffinity', 'preferred', HOSTNAME), 'pod-affinity-preferred-hostname'),
    shape('PreferredPodAntiAffinity', nodes, affinity('podAntiAffinity', 'preferred', HOSTNAME), 'pod-anti-affinity-preferred-hostname'),
    shape('NodeAffinity', nodes, inZone, 'node-affinity-required-zone', { pods: Math.min(7 * nodes, 10_000) }),
  ]),
  {
    name: 'Preemption',
    nodes: 500,
    existing: 2_000,
    pods: 500,
    existingPod: { priority: 0, requests: { cpu: '900m', memory: '500Mi' } },
    podOf: () => ({ priorityClassName: 'high', requests: { cpu: '3', memory: '500Mi' } }),
  },
  {
    name: 'Unschedulable',
    nodes: 5000,
    existing: 200,
    pods: 5_000,
    existingPod: PLAIN,
    podOf: (at) => (at % 10 === 0 ? { requests: { cpu: '9' } } : PLAIN),
    bound: 4_500,
  },
  {
    name: 'MixedChurn',
    nodes: 5000,
    existing: 5000,
    pods: 6_000,
    existingPod: PLAIN,
    podOf: (at) => MIXED[at % MIXED.length] as PodSpec,
    churns: 30,
  },
];

export function benchNode(at: number): AnyObject {
  const resources = { cpu: '4', memory: '32Gi', pods: '110' };
  const name = `node-${at}`;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { [HOSTNAME]: name, [ZONE]: `zone-${at % 10}` } },
    status: { capacity: resources, allocatable: resources, conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

export function benchPod(name: string, { requests = { cpu: '100m', memory: '500Mi' }, ...spec }: PodSpec, nodeName?: string): AnyObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: 'bench' } },
    spec: {
      ...spec,
      ...(nodeName ? { nodeName } : {}),
      terminationGracePeriodSeconds: 0,
      tolerations: [{ operator: 'Exists' }],
      containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.10', resources: { requests } }],
    },
  };
}
