import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isQualifiedName } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { StorageClass } from './types';

/** Stored, not acted upon. Source: pkg/registry/storage/storageclass/strategy.go and pkg/apis/storage/validation/validation.go, 1.36. */
export const storageClasses = define({
  group: 'storage.k8s.io',
  resource: 'storageclasses',
  kind: 'StorageClass',
  singular: 'storageclass',
  shortNames: ['sc'],
  namespaced: false,
  strategy: {
    setDefaults: (draft) => {
      draft.reclaimPolicy ??= 'Delete';
      draft.volumeBindingMode ??= 'Immediate';
    },
    validate,
    validateUpdate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Provisioner', 'Who makes the volumes.'),
      column('ReclaimPolicy', 'What happens when a claim goes.'),
      column('VolumeBindingMode', 'When volumes are bound.'),
      column('AllowVolumeExpansion', 'Whether volumes can grow.'),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, provisioner, reclaimPolicy, volumeBindingMode, allowVolumeExpansion } = object as unknown as StorageClass;
      const isDefault = metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
      return [`${metadata.name}${isDefault ? ' (default)' : ''}`, provisioner, reclaimPolicy ?? 'Delete', volumeBindingMode ?? 'Immediate', allowVolumeExpansion ?? false, age(metadata.creationTimestamp, nowMs)];
    },
  },
});

function validate(object: AnyObject): FieldError[] {
  const { provisioner, reclaimPolicy, volumeBindingMode } = object as unknown as StorageClass;
  const errors: FieldError[] = [];
  if (!provisioner) {
    errors.push(required('provisioner'));
  } else {
    errors.push(...isQualifiedName(provisioner.toLowerCase()).map((message) => invalid('provisioner', provisioner, message)));
  }
  if (reclaimPolicy && reclaimPolicy !== 'Delete' && reclaimPolicy !== 'Retain') {
    errors.push(notSupported('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain']));
  }
  if (volumeBindingMode && volumeBindingMode !== 'Immediate' && volumeBindingMode !== 'WaitForFirstConsumer') {
    errors.push(notSupported('volumeBindingMode', volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']));
  }
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const after = object as unknown as StorageClass;
  const stored = before as unknown as StorageClass;
  const errors: FieldError[] = [];
  if (!deepEqual(after.parameters ?? {}, stored.parameters ?? {})) {
    errors.push(forbiddenField('parameters', 'updates to parameters are forbidden.'));
  }
  if (after.provisioner !== stored.provisioner) {
    errors.push(forbiddenField('provisioner', 'updates to provisioner are forbidden.'));
  }
  if (after.reclaimPolicy !== stored.reclaimPolicy) {
    errors.push(forbiddenField('reclaimPolicy', 'updates to reclaimPolicy are forbidden.'));
  }
  if (after.volumeBindingMode !== stored.volumeBindingMode) {
    errors.push(invalid('volumeBindingMode', after.volumeBindingMode, 'field is immutable'));
  }
  return errors;
}
