/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateVolumes, 1.36. Differs: of the rarer sources only the required fields are checked. */
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isConfigKey, isDns1123Label } from '../../../../api/names';
import { parseQuantity } from '../../../../api/quantity';
import { pushInvalid } from '../../../validation/labels';
import type { VolumeNames } from './containers';
import { validateLocalPath } from './containers';
import { validateFieldRef, validateResourceFieldRef } from './env';
import type { PodSpec } from './pod-spec';

type Volume = NonNullable<PodSpec['volumes']>[number];
type KeyToPath = { readonly key?: string; readonly path?: string; readonly mode?: number };
type DownwardItem = NonNullable<NonNullable<Volume['downwardAPI']>['items']>[number];

const NO_VOLUMES: VolumeNames = new Set();
const HOST_PATH_TYPES = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket'];
const DOWNWARD_FIELDS = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid'];
const MODE_MESSAGE = 'must be a number between 0 and 0777 (octal), both inclusive';
const SOURCES = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
] as const;

/** Returns the names that mounts may use. */
export function validateVolumes(volumes: PodSpec['volumes'], field: string, errors: FieldError[]): VolumeNames {
  if (!volumes?.length) {
    return NO_VOLUMES;
  }
  const names = new Set<string>();
  for (let index = 0; index < volumes.length; index++) {
    const volume = volumes[index] as Volume;
    const at = `${field}[${index}]`;
    const before = errors.length;
    validateSource(volume, at, errors);
    const { name = '' } = volume;
    if (name === '') {
      errors.push(required(`${at}.name`));
    } else {
      pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
    }
    if (names.has(name)) {
      errors.push(duplicate(`${at}.name`, name));
    }
    if (errors.length === before) {
      names.add(name);
    }
  }
  return names;
}

function validateSource(volume: Volume, at: string, errors: FieldError[]): void {
  let found = false;
  for (const source of SOURCES) {
    if (!volume[source]) {
      continue;
    }
    if (found) {
      errors.push(forbiddenField(`${at}.${source}`, 'may not specify more than 1 volume type'));
      continue;
    }
    found = true;
    validateKind(source, volume, `${at}.${source}`, errors);
  }
  if (!found) {
    errors.push(required(at, 'must specify a volume type'));
  }
}

function validateKind(source: (typeof SOURCES)[number], volume: Volume, at: string, errors: FieldError[]): void {
  switch (source) {
    case 'emptyDir':
      if ((parseQuantity(volume.emptyDir?.sizeLimit ?? '0')?.nano ?? 0n) < 0n) {
        errors.push(forbiddenField(`${at}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'));
      }
      return;
    case 'hostPath':
      validateHostPath(volume.hostPath, at, errors);
      return;
    case 'secret':
      needed(volume.secret?.secretName, `${at}.secretName`, errors);
      validateMode(volume.secret?.defaultMode, `${at}.defaultMode`, errors);
      validateItems(volume.secret?.items, `${at}.items`, errors);
      return;
    case 'configMap':
      needed(volume.configMap?.name, `${at}.name`, errors);
      validateMode(volume.configMap?.defaultMode, `${at}.defaultMode`, errors);
      validateItems(volume.configMap?.items, `${at}.items`, errors);
      return;
    case 'persistentVolumeClaim':
      needed(volume.persistentVolumeClaim?.claimName, `${at}.claimName`, errors);
      return;
    case 'downwardAPI':
      validateMode(volume.downwardAPI?.defaultMode, `${at}.defaultMode`, errors);
      for (const item of volume.downwardAPI?.items ?? []) {
        validateDownwardItem(item, at, errors);
      }
      return;
    case 'projected':
      validateProjected(volume.projected as NonNullable<Volume['projected']>, at, errors);
      return;
    case 'nfs':
      validateNfs(volume.nfs, at, errors);
      return;
    case 'csi':
      needed(volume.csi?.driver, `${at}.driver`, errors);
      return;
    case 'ephemeral':
      if (!volume.ephemeral?.volumeClaimTemplate) {
        errors.push(required(`${at}.volumeClaimTemplate`));
      }
      return;
    case 'image':
      needed(volume.image?.reference, `${at}.reference`, errors);
      if (volume.image?.pullPolicy && !['Always', 'IfNotPresent', 'Never'].includes(volume.image.pullPolicy)) {
        errors.push(notSupported(`${at}.pullPolicy`, volume.image.pullPolicy, ['Always', 'IfNotPresent', 'Never']));
      }
      return;
    default:
  }
}

/** PersistentVolumes have host paths too. */
export function validateHostPath(
  hostPath: { readonly path?: string; readonly type?: string } | undefined,
  at: string,
  errors: FieldError[],
): void {
  const path = hostPath?.path ?? '';
  if (path === '') {
    errors.push(required(`${at}.path`));
  } else if (path.split('/').includes('..')) {
    errors.push(invalid(`${at}.path`, path, "must not contain '..'"));
  }
  if (hostPath?.type !== undefined && !HOST_PATH_TYPES.includes(hostPath.type)) {
    errors.push(notSupported(`${at}.type`, hostPath.type, HOST_PATH_TYPES));
  }
}

export function validateNfs(nfs: { readonly server?: string; readonly path?: string } | undefined, at: string, errors: FieldError[]): void {
  needed(nfs?.server, `${at}.server`, errors);
  needed(nfs?.path, `${at}.path`, errors);
  if (!nfs?.path?.startsWith('/')) {
    errors.push(invalid(`${at}.path`, nfs?.path ?? '', 'must be an absolute path'));
  }
}

function validateProjected({ defaultMode, sources }: NonNullable<Volume['projected']>, at: string, errors: FieldError[]): void {
  validateMode(defaultMode, `${at}.defaultMode`, errors);
  for (const [index, source] of (sources ?? []).entries()) {
    const field = `${at}.sources[${index}]`;
    if (source.secret) {
      needed(source.secret.name, `${field}.secret.name`, errors);
      validateItems(source.secret.items, `${field}.secret.items`, errors);
    }
    if (source.configMap) {
      needed(source.configMap.name, `${field}.configMap.name`, errors);
      validateItems(source.configMap.items, `${field}.configMap.items`, errors);
    }
    for (const item of source.downwardAPI?.items ?? []) {
      validateDownwardItem(item, `${at}.downwardAPI`, errors);
    }
    if (source.serviceAccountToken && !source.serviceAccountToken.path) {
      errors.push(required(`${at}.path`));
    }
  }
}

function validateItems(items: readonly KeyToPath[] | undefined, field: string, errors: FieldError[]): void {
  for (const [index, { key = '', path = '', mode }] of (items ?? []).entries()) {
    const at = `${field}[${index}]`;
    if (key === '') {
      errors.push(required(`${at}.key`));
    } else {
      pushInvalid(errors, `${at}.key`, key, isConfigKey(key));
    }
    if (path === '') {
      errors.push(required(`${at}.path`));
    } else {
      validateLocalPath(path, `${at}.path`, errors);
    }
    validateMode(mode, `${at}.mode`, errors);
  }
}

function validateDownwardItem(item: DownwardItem, at: string, errors: FieldError[]): void {
  if (!item.path) {
    errors.push(required(`${at}.path`));
  } else {
    validateLocalPath(item.path, `${at}.path`, errors);
  }
  if (item.fieldRef) {
    validateFieldRef(item.fieldRef, DOWNWARD_FIELDS, `${at}.fieldRef`, errors);
    if (item.resourceFieldRef) {
      errors.push(invalid(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'));
    }
  } else if (item.resourceFieldRef) {
    validateResourceFieldRef(item.resourceFieldRef, true, `${at}.resourceFieldRef`, errors);
  } else {
    errors.push(required(at, 'one of fieldRef and resourceFieldRef is required'));
  }
  validateMode(item.mode, `${at}.mode`, errors);
}

function validateMode(mode: number | undefined, field: string, errors: FieldError[]): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) {
    errors.push(invalid(field, mode, MODE_MESSAGE));
  }
}

function needed(value: string | undefined, field: string, errors: FieldError[]): void {
  if (!value) {
    errors.push(required(field));
  }
}
