import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { hintsFor } from '../../../workers/scheduler/hints';
import { node, pod } from './world';

const HOST = 'kubernetes.io/hostname';
const required = (kind: 'podAffinity' | 'podAntiAffinity', ...apps: readonly string[]) => ({
  affinity: {
    [kind]: {
      requiredDuringSchedulingIgnoredDuringExecution: apps.map((app) => ({ topologyKey: HOST, labelSelector: { matchLabels: { app } } })),
    },
  },
});
const spread = (nodeTaintsPolicy: string) => ({
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: HOST, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'a' } }, nodeTaintsPolicy },
  ],
});
const nominated = { status: { nominatedNodeName: 'n' } };
const tolerations = [{ operator: 'Exists' }];
const capacity = (fields: object) => ({ metadata: { name: 'k', namespace: 'default' }, storageClassName: 's', ...fields });

interface Row {
  readonly name: string;
  readonly pod?: object;
  readonly kind: string;
  readonly old?: object;
  readonly new?: object;
  /** Events, and what the plugin of interest says on them. */
  readonly events: readonly string[];
  readonly plugin?: string;
  readonly hint?: string;
}

const ROWS: readonly Row[] = [
  {
    name: 'a promised pod that goes frees what it was promised',
    kind: 'Pod',
    old: pod('x', nominated),
    events: ['UnschedulablePod/Delete'],
    plugin: 'NodeResourcesFit',
    hint: 'Queue',
  },
  {
    name: 'and the host ports it was promised',
    pod: { containers: [{ name: 'c', image: 'img', ports: [{ containerPort: 80, hostPort: 80 }] }] },
    kind: 'Pod',
    old: pod('x', { ...nominated, spec: { containers: [{ name: 'c', image: 'img', ports: [{ containerPort: 80, hostPort: 80 }] }] } }),
    events: ['UnschedulablePod/Delete'],
    plugin: 'NodePorts',
    hint: 'Queue',
  },
  {
    name: 'a pod without a node, and without the promise of one, frees nothing',
    kind: 'Pod',
    old: pod('x'),
    events: ['UnschedulablePod/Delete'],
    plugin: 'NodeResourcesFit',
    hint: 'QueueSkip',
  },
  {
    name: 'a pod that gets its node is one that was added',
    kind: 'Pod',
    old: pod('x'),
    new: pod('x', { node: 'n' }),
    events: ['AssignedPod/Add'],
  },
  {
    name: 'a change that no plugin asks for is a plain update',
    kind: 'Pod',
    old: pod('x', { node: 'n' }),
    new: pod('x', { node: 'n', status: { startTime: 't' } }),
    events: ['AssignedPod/Update'],
    plugin: 'NodeDeclaredFeatures',
    hint: 'QueueSkip',
  },
  {
    name: 'less of an extended resource is a scale-down',
    kind: 'Pod',
    old: pod('x', { node: 'n', spec: { overhead: { 'a.com/b': '2' }, resources: { requests: { cpu: '1' } } } }),
    new: pod('x', { node: 'n', spec: { overhead: { 'a.com/b': '1' }, resources: { requests: { cpu: '2' } } } }),
    events: ['AssignedPod/UpdatePodScaleDown'],
  },
  {
    name: 'anti-affinity is relieved only by a pod that all its terms mean',
    pod: required('podAntiAffinity', 'a', 'b'),
    kind: 'Pod',
    old: pod('x', { node: 'n', labels: { app: 'a' } }),
    events: ['AssignedPod/Delete'],
    plugin: 'InterPodAffinity',
    hint: 'QueueSkip',
  },
  {
    name: 'affinity is not met by a pod without a node',
    pod: required('podAffinity', 'a'),
    kind: 'Pod',
    new: pod('x', { labels: { app: 'a' } }),
    events: ['UnschedulablePod/Add'],
    plugin: 'InterPodAffinity',
    hint: 'QueueSkip',
  },
  {
    name: 'a new toleration matters to spreading that honours taints',
    pod: { ...spread('Honor'), tolerations },
    kind: 'Pod',
    old: pod('p', { spec: spread('Honor') }),
    new: pod('p', { spec: { ...spread('Honor'), tolerations } }),
    events: ['UnschedulablePod/UpdatePodToleration'],
    plugin: 'PodTopologySpread',
    hint: 'Queue',
  },
  {
    name: 'and not to spreading that ignores them',
    pod: { ...spread('Ignore'), tolerations },
    kind: 'Pod',
    old: pod('p', { spec: spread('Ignore') }),
    new: pod('p', { spec: { ...spread('Ignore'), tolerations } }),
    events: ['UnschedulablePod/UpdatePodToleration'],
    plugin: 'PodTopologySpread',
    hint: 'QueueSkip',
  },
  {
    name: 'a node that declares other features',
    kind: 'Node',
    old: node('n'),
    new: { ...node('n'), status: { ...node('n').status, declaredFeatures: ['X'] } },
    events: ['Node/UpdateNodeDeclaredFeature'],
    plugin: 'NodeDeclaredFeatures',
    hint: 'Queue',
  },
  {
    name: 'a storage class whose topologies stay',
    kind: 'StorageClass',
    old: { metadata: { name: 's' }, provisioner: 'p' },
    new: { metadata: { name: 's', labels: { a: 'b' } }, provisioner: 'p' },
    events: ['storage.k8s.io/StorageClass/Update'],
    plugin: 'VolumeBinding',
    hint: 'QueueSkip',
  },
  {
    name: 'capacity that gets a lower maximum volume size',
    kind: 'CSIStorageCapacity',
    old: capacity({ capacity: '1Gi', maximumVolumeSize: '4Gi' }),
    new: capacity({ capacity: '9Gi', maximumVolumeSize: '2Gi' }),
    events: ['storage.k8s.io/CSIStorageCapacity/Update'],
    plugin: 'VolumeBinding',
    hint: 'QueueSkip',
  },
];

describe('hints', () => {
  test.each(ROWS)('$name', ({ pod: spec, kind, old, new: after, events, plugin, hint }) => {
    const change = { ...(old ? { old: old as AnyObject } : {}), ...(after ? { new: after as AnyObject } : {}) };
    const answer = hintsFor({ pod: pod('p', spec ? { spec } : {}), kind, ...change });
    expect(answer.map(({ event }) => event)).toEqual(events);
    if (plugin) expect(answer[0]?.hints[plugin]).toBe(hint);
  });
});
