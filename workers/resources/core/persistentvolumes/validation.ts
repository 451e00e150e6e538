/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolume, 1.36. Differs: of most volume sources only their number is checked. */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { canonicalQuantity, parseQuantity } from '../../../api/quantity';
import { deepEqual } from '../../../lib/equal';
import { validateNodeSelectorTerms } from '../pods/validation/affinity';
import { validateHostPath, validateNfs } from '../pods/validation/volume-sources';
import { pushInvalid } from '../../validation/labels';
import { validateEnum } from '../../validation/values';
import { diffOf, internalForm } from '../../schema/internal-form';
import type { PersistentVolume } from './types';

type Spec = NonNullable<PersistentVolume['spec']>;

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
export const VOLUME_MODES = ['Block', 'Filesystem'];
const SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const;

export function validatePersistentVolume(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as PersistentVolume).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  validateAccessModes(spec.accessModes, '', errors);
  validateCapacity(spec, errors);
  validateSources(spec, errors);
  validateEnum(
    spec.persistentVolumeReclaimPolicy || undefined,
    ['Delete', 'Recycle', 'Retain'],
    'spec.persistentVolumeReclaimPolicy',
    errors,
  );
  if (spec.nodeAffinity?.required) {
    validateNodeSelectorTerms(spec.nodeAffinity.required.nodeSelectorTerms, 'spec.nodeAffinity.required', errors);
  }
  if (spec.local && !spec.nodeAffinity) {
    errors.push(required('spec.nodeAffinity', 'Local volume requires node affinity'));
  }
  if (spec.hostPath?.path === '/' && spec.persistentVolumeReclaimPolicy === 'Recycle') {
    errors.push(forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"));
  }
  if (spec.storageClassName) {
    pushInvalid(errors, 'spec.storageClassName', spec.storageClassName, isDns1123Subdomain(spec.storageClassName));
  }
  validateEnum(spec.volumeMode, VOLUME_MODES, 'spec.volumeMode', errors);
  return errors;
}

export function validatePersistentVolumeUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validatePersistentVolume(object);
  const after = ((object as unknown as PersistentVolume).spec ?? {}) as Spec;
  const stored = ((before as unknown as PersistentVolume).spec ?? {}) as Spec;
  if (SOURCES.some((source) => !deepEqual(after[source], stored[source]))) {
    errors.push(
      forbiddenField(
        'spec.persistentvolumesource',
        `spec.persistentvolumesource is immutable after creation\n${shownChange(stored, after)}`,
      ),
    );
  }
  if (after.volumeMode !== stored.volumeMode) {
    errors.push(invalid('volumeMode', after.volumeMode, 'field is immutable'));
  }
  return errors;
}

/** Claims say it a little differently when there is none: `noneText`. */
export function validateAccessModes(modes: readonly string[] | undefined, noneText: string, errors: FieldError[]): void {
  if (!modes?.length) {
    errors.push(required('spec.accessModes', noneText));
  }
  for (const mode of modes ?? []) {
    if (!ACCESS_MODES.includes(mode)) {
      errors.push(notSupported('spec.accessModes', mode, ACCESS_MODES));
    }
  }
  if (modes && modes.length > 1 && modes.includes('ReadWriteOncePod')) {
    errors.push(forbiddenField('spec.accessModes', 'may not use ReadWriteOncePod with other access modes'));
  }
}

function validateCapacity({ capacity }: Spec, errors: FieldError[]): void {
  const amounts = (capacity ?? {}) as Readonly<Record<string, string>>;
  const names = Object.keys(amounts);
  if (names.length === 0) {
    errors.push(required('spec.capacity'));
  }
  if (names.length !== 1 || amounts.storage === undefined) {
    errors.push(notSupported('spec.capacity', capacity ?? null, ['storage']));
    return;
  }
  if ((parseQuantity(amounts.storage)?.nano ?? 0n) <= 0n) {
    errors.push(invalid('spec.capacity[storage]', canonicalQuantity(amounts.storage), 'must be greater than zero'));
  }
}

function validateSources(spec: Spec, errors: FieldError[]): void {
  let found = 0;
  for (const source of SOURCES) {
    if (!spec[source]) {
      continue;
    }
    found++;
    if (found > 1) {
      errors.push(forbiddenField(`spec.${source}`, 'may not specify more than 1 volume type'));
    } else if (source === 'hostPath') {
      validateHostPath(spec.hostPath, 'spec.hostPath', errors);
    } else if (source === 'nfs') {
      validateNfs(spec.nfs, 'spec.nfs', errors);
    } else if (source === 'local' && !spec.local?.path) {
      errors.push(required('spec.local.path'));
    } else if (source === 'csi') {
      validateCsi(spec, errors);
    }
  }
  if (found === 0) {
    errors.push(required('spec', 'must specify a volume type'));
  }
}

function validateCsi({ csi }: Spec, errors: FieldError[]): void {
  if (!csi?.driver) {
    errors.push(required('spec.csi.driver'));
  }
  if (!csi?.volumeHandle) {
    errors.push(required('spec.csi.volumeHandle'));
  }
}

function shownChange(before: Spec, after: Spec): string {
  return diffOf(internalForm(before, 'PersistentVolumeSource'), internalForm(after, 'PersistentVolumeSource'));
}
