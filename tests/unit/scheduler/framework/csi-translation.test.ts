import { describe, expect, test } from 'vitest';
import { migratedAffinity, migratedProvisioner, migratedVolume } from '../../../../workers/scheduler/framework/csi-translation';

const aws = { awsElasticBlockStore: { volumeID: 'vol-1' } };
const gce = { gcePersistentDisk: { pdName: 'd' } };

test.each([
  ['an EBS volume keeps its id', aws, undefined, { driver: 'ebs.csi.aws.com', handle: 'vol-1' }],
  [
    'the URL form is the same volume',
    { awsElasticBlockStore: { volumeID: 'aws://us-east-1a/vol-1' } },
    undefined,
    { driver: 'ebs.csi.aws.com', handle: 'vol-1' },
  ],
  [
    'a URL without a volume cannot be translated',
    { awsElasticBlockStore: { volumeID: 'aws://us-east-1a/x' } },
    undefined,
    'failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume (aws://us-east-1a/x)',
  ],
  ['a disk without a zone', gce, undefined, { driver: 'pd.csi.storage.gke.io', handle: 'projects/UNSPECIFIED/zones/UNSPECIFIED/disks/d' }],
  ['a disk in a zone', gce, 'us-a-b', { driver: 'pd.csi.storage.gke.io', handle: 'projects/UNSPECIFIED/zones/us-a-b/disks/d' }],
  ['a regional disk', gce, 'us-a-b__us-a-c', { driver: 'pd.csi.storage.gke.io', handle: 'projects/UNSPECIFIED/regions/us-a/disks/d' }],
  [
    'a disk in zones of two regions cannot be translated',
    gce,
    'us-a-b__us-b-c',
    'failed to get region from zones: multiple or no regions gotten from zones, got: map[us-a:{} us-b:{}]',
  ],
  ['vSphere volumes are not migrated by the scheduler', { vsphereVolume: { volumePath: 'p' } }, undefined, undefined],
  ['other volumes have no driver', { nfs: { server: 's' } }, undefined, undefined],
] as const)('%s', (_name, volume, zones, result) => expect(migratedVolume(volume, zones)).toEqual(result));

test.each([
  ['kubernetes.io/cinder', 'cinder.csi.openstack.org'],
  ['kubernetes.io/vsphere-volume', ''],
  ['csi.example.com', undefined],
])('provisioner %s becomes %s', (provisioner, driver) => expect(migratedProvisioner(provisioner)).toBe(driver));

describe('node affinity of a migrated volume', () => {
  const key = 'topology.ebs.csi.aws.com/zone';
  const zone = 'topology.kubernetes.io/zone';
  const inZone = (label: string, ...values: string[]) => ({
    nodeSelectorTerms: [{ matchExpressions: [{ key: label, operator: 'In', values }] }],
  });
  test.each([
    ['zones move to the key of the driver', {}, inZone(zone, 'z1'), inZone(key, 'z1')],
    ['without affinity the zone label gives it', { [zone]: 'z2__z1' }, undefined, inZone(key, 'z1', 'z2')],
    ['affinity comes before the label', { [zone]: 'z2' }, inZone(zone, 'z1'), inZone(key, 'z1')],
    ['without both there is none', {}, undefined, undefined],
  ] as const)('%s', (_name, labels, required, result) => expect(migratedAffinity(aws, labels, required)).toEqual(result));
});
