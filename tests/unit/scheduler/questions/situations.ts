/** A cluster and a pod for every lesson-like situation. */
import type { Node } from '../../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../../workers/resources/core/pods/types';
import { node, pod } from '../world';

export interface Situation {
  readonly name: string;
  readonly nodes: readonly Node[];
  readonly pods?: readonly Pod[];
  readonly others?: Readonly<Record<string, readonly object[]>>;
  readonly pod: Pod;
  /** "Why not on this one?" */
  readonly whyNot: string;
}

const web = { app: 'web' };
const to = (labels: Record<string, string>, topologyKey: string) => ({
  requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: { matchLabels: labels }, topologyKey }],
});
const hostPort = { containers: [{ name: 'c', image: 'img', ports: [{ containerPort: 80, hostPort: 8080, protocol: 'TCP' }] }] };
const spread = (maxSkew: number) => ({
  topologySpreadConstraints: [
    { maxSkew, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: web } },
  ],
});
const budget = (name: string, labels: Record<string, string>) => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: 'default' },
  spec: { minAvailable: 1, selector: { matchLabels: labels } },
  status: { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
});

export const situations: readonly Situation[] = [
  {
    name: 'resources',
    nodes: [node('node-1'), node('node-2')],
    pods: [pod('a', { node: 'node-1', cpu: '3500m' }), pod('b', { node: 'node-2', cpu: '3' })],
    pod: pod('p', { cpu: '4' }),
    whyNot: 'node-1',
  },
  {
    name: 'fragmentation',
    nodes: [node('node-1'), node('node-2'), node('node-3')],
    pods: ['node-1', 'node-2', 'node-3'].map((name) => pod(`on-${name}`, { node: name, cpu: '2500m' })),
    pod: pod('p', { cpu: '2' }),
    whyNot: 'node-2',
  },
  {
    name: 'a node selector',
    nodes: [node('node-1'), node('node-2', { labels: { disk: 'hdd' } })],
    pod: pod('p', { spec: { nodeSelector: { disk: 'ssd' } } }),
    whyNot: 'node-2',
  },
  {
    name: 'required node affinity',
    nodes: [node('node-1', { zone: 'zone-a' })],
    pod: pod('p', {
      spec: {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['zone-b'] }] }],
            },
          },
        },
      },
    }),
    whyNot: 'node-1',
  },
  {
    name: 'affinity between pods',
    nodes: [node('node-1', { zone: 'zone-a' }), node('node-2', { zone: 'zone-b' })],
    pod: pod('p', { spec: { affinity: { podAffinity: to({ app: 'cache' }, 'topology.kubernetes.io/zone') } } }),
    whyNot: 'node-1',
  },
  {
    name: 'anti-affinity between pods',
    nodes: [node('node-1'), node('node-2')],
    pods: [pod('web-1', { node: 'node-1', labels: web }), pod('web-2', { node: 'node-2', labels: web })],
    pod: pod('web-3', { labels: web, spec: { affinity: { podAntiAffinity: to(web, 'kubernetes.io/hostname') } } }),
    whyNot: 'node-2',
  },
  {
    name: 'taints',
    nodes: [
      node('node-1', { spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] } }),
      node('node-2', { spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] } }),
    ],
    pod: pod('p'),
    whyNot: 'node-1',
  },
  {
    name: 'spread over zones',
    nodes: [node('node-1', { zone: 'zone-a' }), node('node-2', { zone: 'zone-b', spec: { unschedulable: true } })],
    pods: [pod('web-1', { node: 'node-1', labels: web })],
    pod: pod('web-2', { labels: web, spec: spread(1) }),
    whyNot: 'node-1',
  },
  {
    name: 'scheduling gates',
    nodes: [node('node-1')],
    pod: pod('p', { spec: { schedulingGates: [{ name: 'example.com/quota' }, { name: 'example.com/check' }] } }),
    whyNot: 'node-1',
  },
  {
    name: 'host ports',
    nodes: [node('node-1')],
    pods: [pod('a', { node: 'node-1', spec: hostPort })],
    pod: pod('p', { spec: hostPort }),
    whyNot: 'node-1',
  },
  {
    name: 'a claim that does not exist',
    nodes: [node('node-1')],
    pod: pod('p', { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } }),
    whyNot: 'node-1',
  },
  {
    name: 'preemption',
    nodes: [node('node-1'), node('node-2')],
    pods: [
      pod('low-1', { node: 'node-1', cpu: '3', spec: { priority: 0 } }),
      pod('low-2', { node: 'node-2', cpu: '3', spec: { priority: 10 } }),
    ],
    pod: pod('p', { cpu: '3', spec: { priority: 1000 } }),
    whyNot: 'node-2',
  },
  {
    name: 'preemption against a PodDisruptionBudget',
    nodes: [node('node-1')],
    pods: [pod('low-1', { node: 'node-1', cpu: '3', labels: web, spec: { priority: 0 } })],
    others: { podDisruptionBudgets: [budget('web', web)] },
    pod: pod('p', { cpu: '3', spec: { priority: 1000 } }),
    whyNot: 'node-1',
  },
  {
    name: 'a request no node could ever hold',
    nodes: [node('node-1'), node('node-2')],
    pod: pod('p', { cpu: '16' }),
    whyNot: 'node-1',
  },
  {
    name: 'two things at once',
    nodes: [node('node-1', { spec: { taints: [{ key: 'dedicated', effect: 'NoSchedule' }] } })],
    pod: pod('p', { spec: { nodeSelector: { disk: 'ssd' } } }),
    whyNot: 'node-1',
  },
  {
    name: 'a pod that was placed',
    nodes: [node('node-1'), node('node-2'), node('node-3', { spec: { unschedulable: true } })],
    pods: [pod('a', { node: 'node-1', cpu: '2' })],
    pod: pod('p', { cpu: '1' }),
    whyNot: 'node-1',
  },
];
