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
  /** The text of its FailedScheduling event; absent: it is placed. */
  readonly failed?: string;
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

const claiming = (name: string) => ({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] });
const claim = (name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name, namespace: 'default', uid: `uid-${name}` },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});
/** A claim with its volume in a zone. */
const bound = (name: string, zone: string, accessMode = 'ReadWriteOnce') => ({
  persistentVolumeClaims: [
    {
      ...claim(name, { volumeName: `pv-${name}`, accessModes: [accessMode] }),
      metadata: { name, namespace: 'default', uid: `uid-${name}`, annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } },
      status: { phase: 'Bound' },
    },
  ],
  persistentVolumes: [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `pv-${name}`, labels: { 'topology.kubernetes.io/zone': zone } },
      spec: {
        accessModes: [accessMode],
        capacity: { storage: '1Gi' },
        claimRef: { name, namespace: 'default', uid: `uid-${name}` },
        ...(accessMode === 'ReadWriteOnce'
          ? {
              nodeAffinity: {
                required: {
                  nodeSelectorTerms: [{ matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: [zone] }] }],
                },
              },
            }
          : {}),
      },
    },
  ],
});

export const situations: readonly Situation[] = [
  {
    name: 'resources',
    failed:
      '0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
    nodes: [node('node-1'), node('node-2')],
    pods: [pod('a', { node: 'node-1', cpu: '3500m' }), pod('b', { node: 'node-2', cpu: '3' })],
    pod: pod('p', { cpu: '4' }),
    whyNot: 'node-1',
  },
  {
    name: 'fragmentation',
    failed:
      '0/3 nodes are available: 3 Insufficient cpu. no new claims to deallocate, preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
    nodes: [node('node-1'), node('node-2'), node('node-3')],
    pods: ['node-1', 'node-2', 'node-3'].map((name) => pod(`on-${name}`, { node: name, cpu: '2500m' })),
    pod: pod('p', { cpu: '2' }),
    whyNot: 'node-2',
  },
  {
    name: 'a node selector',
    failed:
      "0/2 nodes are available: 2 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
    nodes: [node('node-1'), node('node-2', { labels: { disk: 'hdd' } })],
    pod: pod('p', { spec: { nodeSelector: { disk: 'ssd' } } }),
    whyNot: 'node-2',
  },
  {
    name: 'required node affinity',
    failed:
      "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.",
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
    failed:
      "0/2 nodes are available: 2 node(s) didn't match pod affinity rules. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
    nodes: [node('node-1', { zone: 'zone-a' }), node('node-2', { zone: 'zone-b' })],
    pod: pod('p', { spec: { affinity: { podAffinity: to({ app: 'cache' }, 'topology.kubernetes.io/zone') } } }),
    whyNot: 'node-1',
  },
  {
    name: 'anti-affinity between pods',
    failed:
      "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.",
    nodes: [node('node-1'), node('node-2')],
    pods: [pod('web-1', { node: 'node-1', labels: web }), pod('web-2', { node: 'node-2', labels: web })],
    pod: pod('web-3', { labels: web, spec: { affinity: { podAntiAffinity: to(web, 'kubernetes.io/hostname') } } }),
    whyNot: 'node-2',
  },
  {
    name: 'taints',
    failed:
      '0/2 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    nodes: [
      node('node-1', { spec: { taints: [{ key: 'dedicated', value: 'gpu', effect: 'NoSchedule' }] } }),
      node('node-2', { spec: { unschedulable: true, taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }] } }),
    ],
    pod: pod('p'),
    whyNot: 'node-1',
  },
  {
    name: 'spread over zones',
    failed:
      "0/2 nodes are available: 1 node(s) didn't match pod topology spread constraints, 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.",
    nodes: [node('node-1', { zone: 'zone-a' }), node('node-2', { zone: 'zone-b', spec: { unschedulable: true } })],
    pods: [pod('web-1', { node: 'node-1', labels: web })],
    pod: pod('web-2', { labels: web, spec: spread(1) }),
    whyNot: 'node-1',
  },
  {
    name: 'scheduling gates',
    failed: 'waiting for scheduling gates: [example.com/quota example.com/check]',
    nodes: [node('node-1')],
    pod: pod('p', { spec: { schedulingGates: [{ name: 'example.com/quota' }, { name: 'example.com/check' }] } }),
    whyNot: 'node-1',
  },
  {
    name: 'host ports',
    failed:
      "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.",
    nodes: [node('node-1')],
    pods: [pod('a', { node: 'node-1', spec: hostPort })],
    pod: pod('p', { spec: hostPort }),
    whyNot: 'node-1',
  },
  {
    name: 'a claim that does not exist',
    failed: '0/1 nodes are available: persistentvolumeclaim "data" not found. not found',
    nodes: [node('node-1')],
    pod: pod('p', { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } }),
    whyNot: 'node-1',
  },
  {
    name: 'a volume of another zone',
    failed:
      "0/2 nodes are available: 1 node(s) didn't match PersistentVolume's node affinity, 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
    nodes: [node('node-1', { zone: 'zone-a' }), node('node-2', { zone: 'zone-b', spec: { unschedulable: true } })],
    others: { ...bound('data', 'zone-b') },
    pod: pod('p', { spec: claiming('data') }),
    whyNot: 'node-1',
  },
  {
    name: 'a claim without a volume',
    failed:
      "0/2 nodes are available: 2 node(s) didn't find available persistent volumes to bind. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.",
    nodes: [node('node-1'), node('node-2')],
    others: {
      persistentVolumeClaims: [claim('data', { storageClassName: 'manual' })],
      storageClasses: [
        { metadata: { name: 'manual' }, provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'WaitForFirstConsumer' },
      ],
    },
    pod: pod('p', { spec: claiming('data') }),
    whyNot: 'node-1',
  },
  {
    name: 'a volume for one pod alone, in use',
    failed:
      '0/2 nodes are available: 2 node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod. no new claims to deallocate, preemption: 0/2 nodes are available: 2 No preemption victims found for incoming pod.',
    nodes: [node('node-1'), node('node-2')],
    pods: [pod('first', { node: 'node-1', spec: claiming('data') })],
    others: { ...bound('data', 'zone-a', 'ReadWriteOncePod') },
    pod: pod('p', { spec: claiming('data') }),
    whyNot: 'node-2',
  },
  {
    name: 'preemption',
    failed: '0/2 nodes are available: 2 Insufficient cpu.',
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
    failed: '0/1 nodes are available: 1 Insufficient cpu.',
    nodes: [node('node-1')],
    pods: [pod('low-1', { node: 'node-1', cpu: '3', labels: web, spec: { priority: 0 } })],
    others: { podDisruptionBudgets: [budget('web', web)] },
    pod: pod('p', { cpu: '3', spec: { priority: 1000 } }),
    whyNot: 'node-1',
  },
  {
    name: 'preemption that the pod does without',
    failed:
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
    nodes: [node('node-1')],
    pods: [pod('low-1', { node: 'node-1', cpu: '3', spec: { priority: 0 } })],
    pod: pod('p', { cpu: '3', spec: { priority: 1000, preemptionPolicy: 'Never' } }),
    whyNot: 'node-1',
  },
  {
    name: 'preemption that would not make enough room',
    failed:
      '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 1 Insufficient cpu, 1 Preemption is not helpful for scheduling.',
    nodes: [node('node-1'), node('node-2', { spec: { taints: [{ key: 'dedicated', effect: 'NoSchedule' }] } })],
    pods: [
      pod('low', { node: 'node-1', cpu: '1', spec: { priority: 0 } }),
      pod('high', { node: 'node-1', cpu: '2', spec: { priority: 2000 } }),
    ],
    pod: pod('p', { cpu: '3', spec: { priority: 1000 } }),
    whyNot: 'node-1',
  },
  {
    name: 'a request no node could ever hold',
    failed:
      '0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.',
    nodes: [node('node-1'), node('node-2')],
    pod: pod('p', { cpu: '16' }),
    whyNot: 'node-1',
  },
  {
    name: 'two things at once',
    failed:
      '0/1 nodes are available: 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.',
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
