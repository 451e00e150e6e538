/** Rules of volumes, claims and attachments. */
import { expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { createErrors, definitionOf, stored } from './support';

const volume = (source: object) => ({ spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...source } });
const csi = { driver: 'd.example.com', volumeHandle: 'h' };

it.each<[string, object, string[]]>([
  [
    'PersistentVolume',
    volume({ csi: { ...csi, nodeStageSecretRef: {}, nodePublishSecretRef: { name: 'a' } } }),
    ['spec.csi.nodePublishSecretRef.namespace: Required value'],
  ],
  [
    'PersistentVolume',
    volume({ hostPath: { path: '/a' }, cephfs: {}, csi }),
    ['spec.cephFS: Forbidden: may not specify more than 1 volume type', 'spec.csi: Forbidden: may not specify more than 1 volume type'],
  ],
  [
    'PersistentVolume',
    volume({ hostPath: { path: '/a' }, capacity: { storage: '-1' } }),
    [
      'spec.capacity[storage]: Invalid value: -1: must be a valid resource quantity',
      'spec.capacity[storage]: Invalid value: "-1": must be greater than zero',
    ],
  ],
  ['PersistentVolume', volume({ local: { path: '/a' } }), ['spec.nodeAffinity: Required value: Local volume requires node affinity']],
  [
    'PersistentVolume',
    volume({ nfs: { server: 's', path: '/' }, volumeAttributesClassName: 'v' }),
    ['spec.csi: Required value: has to be specified when using volumeAttributesClassName'],
  ],
  [
    'VolumeAttachment',
    {
      spec: { attacher: 'a', nodeName: 'n', source: { inlineVolumeSpec: { csi, accessModes: ['ReadWriteOnce'], storageClassName: 's' } } },
    },
    ['spec.source.inlineVolumeSpec.storageClassName: Forbidden: may not be specified in the context of inline volumes'],
  ],
  [
    'VolumeAttachment',
    { spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'p', inlineVolumeSpec: {} } } },
    ['spec.source: Forbidden: must specify exactly one of inlineVolumeSpec and persistentVolumeName'],
  ],
])('%s: refuses %j', (kind, fields, errors) => {
  expect(createErrors(kind, fields as Record<string, unknown>)).toEqual(errors);
});

it('claims lose sources of data that nobody serves', () => {
  const spec = (sources: object) =>
    stored('PersistentVolumeClaim', { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1' } }, ...sources } })
      .spec;
  expect(spec({ dataSource: { kind: 'Odd', name: 'a' } })).not.toHaveProperty('dataSource');
  expect(spec({ dataSourceRef: { kind: 'Odd', apiGroup: 'a.b', name: 'a', namespace: 'n' } })).not.toHaveProperty('dataSourceRef');
});

it('volumes of drivers that are gone are worth a warning', () => {
  const object = {
    ...stored('PersistentVolume', volume({ storageos: { volumeName: 'v' }, persistentVolumeReclaimPolicy: 'Recycle' })),
  } as AnyObject;
  expect(definitionOf('PersistentVolume').strategy.warnings?.(object, undefined)).toEqual([
    'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
    'spec.storageOS: deprecated in v1.22, non-functional in v1.25+',
  ]);
});
