/**
 * The volume sources that pods and PersistentVolumes share (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go
 * validateVolumeSource, 1.36). Each check gets the source with its types as decoded.
 */
import { invalid, notSupported, notSupportedText, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Label } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import { needed, validateLocalDescendingPath, validatePathNoBacksteps } from './paths';

/** A source whose structure the decoder has checked. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Source = any;
type Check = (source: Source, at: string, errors: FieldError[]) => void;

const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];
const PARTITION_RANGE = 'must be between 1 and 255, inclusive';
const LUN_RANGE = 'must be between 0 and 255, inclusive';
const HOST_PORTS = 'must be a host:port pair or multiple pairs separated by commas';
const ISCSI_NAMES: Readonly<Record<string, RegExp>> = {
  iqn: /iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)$/,
  eui: /^eui.[A-Za-z0-9]{16}$/,
  naa: /^naa.[A-Za-z0-9]{32}$/,
};
const CACHING_MODES = ['None', 'ReadOnly', 'ReadWrite'];
const DISK_KINDS = ['Dedicated', 'Managed', 'Shared'];
const MANAGED_DISK = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_DISK = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

export const SHARED_SOURCES: Readonly<Record<string, Check>> = {
  hostPath: validateHostPath,
  gcePersistentDisk: (disk, at, errors) => validateDisk(disk, 'pdName', at.replace(/gcePersistentDisk$/, 'persistentDisk'), errors),
  awsElasticBlockStore: (disk, at, errors) => validateDisk(disk, 'volumeID', at, errors),
  nfs: validateNfs,
  glusterfs: fieldsNeeded('endpoints', 'path'),
  flocker: validateFlocker,
  rbd: (rbd, at, errors) => {
    if (!rbd.monitors?.length) errors.push(required(`${at}.monitors`));
    needed(rbd.image, `${at}.image`, errors);
  },
  cinder: (cinder, at, errors) => {
    needed(cinder.volumeID, `${at}.volumeID`, errors);
    if (cinder.secretRef) needed(cinder.secretRef.name, `${at}.secretRef.name`, errors);
  },
  cephfs: (ceph, at, errors) => {
    if (!ceph.monitors?.length) errors.push(required(`${at}.monitors`));
  },
  quobyte: validateQuobyte,
  fc: validateFibreChannel,
  flexVolume: validateFlexVolume,
  azureFile: fieldsNeeded('secretName', 'shareName'),
  vsphereVolume: fieldsNeeded('volumePath'),
  photonPersistentDisk: fieldsNeeded('pdID'),
  portworxVolume: fieldsNeeded('volumeID'),
  azureDisk: validateAzureDisk,
  storageos: validateStorageOs,
  scaleIO: fieldsNeeded('gateway', 'system', 'volumeName'),
  iscsi: validateIscsi,
};

/** PersistentVolumes have host paths too. */
export function validateHostPath(hostPath: Source, at: string, errors: FieldError[]): void {
  const path: string = hostPath?.path ?? '';
  if (path === '') {
    errors.push(required(`${at}.path`));
    return;
  }
  validatePathNoBacksteps(path, `${at}.path`, errors);
  if (hostPath?.type !== undefined && !HOST_PATH_TYPES.includes(hostPath.type)) {
    errors.push(notSupported(`${at}.type`, hostPath.type, HOST_PATH_TYPES));
  }
}

export function validateNfs(nfs: Source, at: string, errors: FieldError[]): void {
  needed(nfs?.server, `${at}.server`, errors);
  needed(nfs?.path, `${at}.path`, errors);
  if (!nfs?.path?.startsWith('/')) errors.push(invalid(`${at}.path`, nfs?.path ?? '', 'must be an absolute path'));
}

export function validateGitRepo(repo: Source, at: string, errors: FieldError[]): void {
  needed(repo.repository, `${at}.repository`, errors);
  validateLocalDescendingPath(repo.directory ?? '', `${at}.directory`, errors);
}

function fieldsNeeded(...fields: readonly string[]): Check {
  return (source, at, errors) => {
    for (const field of fields) needed(source[field], `${at}.${field}`, errors);
  };
}

function validateDisk(disk: Source, name: string, at: string, errors: FieldError[]): void {
  needed(disk[name], `${at}.${name}`, errors);
  const partition: number = disk.partition ?? 0;
  if (partition < 0 || partition > 255) errors.push(invalid(`${at}.partition`, partition, PARTITION_RANGE));
}

function validateFlocker({ datasetName = '', datasetUUID = '' }: Source, at: string, errors: FieldError[]): void {
  if (datasetName === '' && datasetUUID === '') errors.push(required(at, 'one of datasetName and datasetUUID is required'));
  if (datasetName !== '' && datasetUUID !== '') {
    errors.push(invalid(at, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'));
  }
  if (datasetName.includes('/')) errors.push(invalid(`${at}.datasetName`, datasetName, "must not contain '/'"));
}

function validateQuobyte({ registry = '', tenant = '', volume }: Source, at: string, errors: FieldError[]): void {
  if (registry === '') {
    errors.push(required(`${at}.registry`, HOST_PORTS));
  } else if (tenant.length >= 65) {
    errors.push(required(`${at}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'));
  } else {
    for (const pair of registry.split(',')) {
      if (!/^(\[[^\][]*\]|[^:[\]]*):[^:[\]]*$/.test(pair)) errors.push(invalid(`${at}.registry`, registry, HOST_PORTS));
    }
  }
  needed(volume, `${at}.volume`, errors);
}

function validateFibreChannel({ targetWWNs = [], wwids = [], lun }: Source, at: string, errors: FieldError[]): void {
  if (targetWWNs.length === 0 && wwids.length === 0) {
    errors.push(required(`${at}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both'));
  }
  if (targetWWNs.length === 0) return;
  if (wwids.length > 0) {
    errors.push(invalid(`${at}.targetWWNs`, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously'));
  }
  if (lun === undefined) errors.push(required(`${at}.lun`, 'lun is required if targetWWNs is specified'));
  else if (lun < 0 || lun > 255) errors.push(invalid(`${at}.lun`, lun, LUN_RANGE));
}

function validateFlexVolume({ driver, options = {} }: Source, at: string, errors: FieldError[]): void {
  needed(driver, `${at}.driver`, errors);
  for (const key of Object.keys(options)) {
    const domain = `.${(key.split('/')[0] ?? '').toLowerCase()}`;
    if (domain.endsWith('.kubernetes.io') || domain.endsWith('.k8s.io')) {
      errors.push(invalid(`${at}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved'));
    }
  }
}

function validateAzureDisk({ diskName, diskURI = '', cachingMode, kind }: Source, at: string, errors: FieldError[]): void {
  needed(diskName, `${at}.diskName`, errors);
  needed(diskURI, `${at}.diskURI`, errors);
  if (cachingMode !== undefined && !CACHING_MODES.includes(cachingMode)) {
    errors.push(notSupported(`${at}.cachingMode`, cachingMode, CACHING_MODES));
  }
  if (kind !== undefined && !DISK_KINDS.includes(kind)) errors.push(notSupported(`${at}.kind`, kind, DISK_KINDS));
  if (kind === 'Managed' && !diskURI.startsWith('/subscriptions/')) errors.push(notSupportedText(`${at}.diskURI`, diskURI, [MANAGED_DISK]));
  if (kind !== 'Managed' && !diskURI.startsWith('https://')) errors.push(notSupportedText(`${at}.diskURI`, diskURI, [BLOB_DISK]));
}

function validateStorageOs({ volumeName, volumeNamespace, secretRef }: Source, at: string, errors: FieldError[]): void {
  if (!volumeName) errors.push(required(`${at}.volumeName`));
  else pushInvalid(errors, `${at}.volumeName`, volumeName, isDns1123Label(volumeName));
  if (volumeNamespace) pushInvalid(errors, `${at}.volumeNamespace`, volumeNamespace, isDns1123Label(volumeNamespace));
  if (secretRef) needed(secretRef.name, `${at}.secretRef.name`, errors);
}

function validateIscsi(iscsi: Source, at: string, errors: FieldError[]): void {
  const { targetPortal, iqn = '', lun = 0, chapAuthDiscovery, chapAuthSession, secretRef, initiatorName } = iscsi;
  needed(targetPortal, `${at}.targetPortal`, errors);
  if (iqn === '') errors.push(required(`${at}.iqn`));
  else validateIscsiName(iqn, `${at}.iqn`, errors);
  if (lun < 0 || lun > 255) errors.push(invalid(`${at}.lun`, lun, LUN_RANGE));
  if ((chapAuthDiscovery || chapAuthSession) && !secretRef) errors.push(required(`${at}.secretRef`));
  if (initiatorName !== undefined) validateIscsiName(initiatorName, `${at}.initiatorname`, errors);
}

function validateIscsiName(name: string, field: string, errors: FieldError[]): void {
  const pattern = ISCSI_NAMES[name.slice(0, 3)];
  if (!pattern) errors.push(invalid(field, name, 'must be valid format starting with iqn, eui, or naa'));
  else if (!pattern.test(name)) errors.push(invalid(field, name, 'must be valid format'));
}
