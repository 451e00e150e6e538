import { describe, expect, test } from 'vitest';
import { decide } from '../../../workers/scheduler/decide';
import type { ClusterLists } from '../../../workers/scheduler/decide';
import { node, pod } from './world';

const ZONE = 'topology.kubernetes.io/zone';
const claim = (name: string, spec: object, bound = true) => ({
  metadata: { name, namespace: 'default', ...(bound ? { annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } } : {}) },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
});
const volume = (name: string, spec: object, labels?: object) => ({
  metadata: { name, ...(labels ? { labels } : {}) },
  spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' }, storageClassName: 'late', ...spec },
  status: { phase: 'Available' },
});
const late = { metadata: { name: 'late' }, provisioner: 'kubernetes.io/no-provisioner', volumeBindingMode: 'WaitForFirstConsumer' };
const using = (...claims: readonly string[]) => ({
  volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })),
});
const limit = (driver: string, count: number) => ({
  metadata: { name: 'a' },
  spec: { drivers: [{ name: driver, nodeID: 'a', allocatable: { count } }] },
});
const ebs = (id: string) => volume(id, { awsElasticBlockStore: { volumeID: id } });

interface Row {
  readonly name: string;
  readonly cluster: object;
  readonly spec: object;
  /** Reasons of the only node; none where the pod fits. */
  readonly reasons: readonly string[];
}

const ROWS: readonly Row[] = [
  {
    name: 'reasons come in a fixed order, a missing volume last',
    cluster: {
      persistentVolumeClaims: [claim('gone', { volumeName: 'gone' }), claim('new', { storageClassName: 'late' }, false)],
      storageClasses: [late],
    },
    spec: using('gone', 'new'),
    reasons: [
      "node(s) didn't find available persistent volumes to bind",
      'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
    ],
  },
  {
    name: "a volume's node affinity does not look at the node's name",
    cluster: {
      persistentVolumeClaims: [claim('c', { volumeName: 'v' })],
      persistentVolumes: [
        volume('v', {
          nodeAffinity: {
            required: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['other'] }] }] },
          },
        }),
      ],
    },
    spec: using('c'),
    reasons: [],
  },
  {
    name: 'only an available volume is taken',
    cluster: {
      persistentVolumeClaims: [claim('c', { storageClassName: 'late' }, false)],
      persistentVolumes: [{ ...volume('v', {}), status: {} }],
      storageClasses: [late],
    },
    spec: using('c'),
    reasons: ["node(s) didn't find available persistent volumes to bind"],
  },
  {
    name: 'a zone label with an empty zone is ignored',
    cluster: {
      persistentVolumeClaims: [claim('c', { volumeName: 'v' })],
      persistentVolumes: [volume('v', {}, { [ZONE]: 'z9__' })],
    },
    spec: using('c'),
    reasons: [],
  },
  {
    name: 'in-tree volumes count for the limit of their CSI driver',
    cluster: {
      persistentVolumeClaims: [claim('c', { volumeName: 'vol-1' })],
      persistentVolumes: [ebs('vol-1')],
      csiNodes: [limit('ebs.csi.aws.com', 0)],
    },
    spec: using('c'),
    reasons: ['node(s) exceed max volume count'],
  },
  {
    name: 'so does a volume that stands in the pod',
    cluster: { csiNodes: [limit('ebs.csi.aws.com', 0)] },
    spec: { volumes: [{ name: 'v', awsElasticBlockStore: { volumeID: 'vol-1' } }] },
    reasons: ['node(s) exceed max volume count'],
  },
  {
    name: 'an attached volume that no pod uses counts again for a pod that wants it',
    cluster: {
      persistentVolumeClaims: [claim('c', { volumeName: 'v' })],
      persistentVolumes: [volume('v', { csi: { driver: 'csi', volumeHandle: 'h' } })],
      csiNodes: [limit('csi', 1)],
      volumeAttachments: [{ metadata: { name: 'x' }, spec: { attacher: 'csi', nodeName: 'a', source: { persistentVolumeName: 'v' } } }],
    },
    spec: using('c'),
    reasons: ['node(s) exceed max volume count'],
  },
];

describe('volumes', () => {
  test.each(ROWS)('$name', ({ cluster, spec, reasons }) => {
    const lists = { nodes: [node('a', { zone: 'z1' })], namespaces: [{ metadata: { name: 'default' } }], ...cluster };
    const answer = decide({ cluster: lists as unknown as ClusterLists, pod: pod('p', { spec }) });
    const statuses = (answer['statuses'] ?? []) as readonly { readonly reasons?: readonly string[] }[];
    expect(statuses.flatMap(({ reasons: all = [] }) => all)).toEqual(reasons);
  });
});
