import { duplicate, forbiddenField, invalid, notSupported, required, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isQualifiedName } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { StorageClass } from './types';

const MAX_PARAMETER_BYTES = 256 * 1024;

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
      return [
        `${metadata.name}${isDefault ? ' (default)' : ''}`,
        provisioner,
        reclaimPolicy ?? 'Delete',
        volumeBindingMode ?? 'Immediate',
        allowVolumeExpansion ?? false,
        age(metadata.creationTimestamp, nowMs),
      ];
    },
  },
});

function validate(object: AnyObject): FieldError[] {
  const { provisioner, parameters, reclaimPolicy, volumeBindingMode, allowedTopologies } = object as unknown as StorageClass;
  const errors: FieldError[] = [];
  if (!provisioner) {
    errors.push(required('provisioner'));
  } else {
    errors.push(...isQualifiedName(provisioner.toLowerCase()).map((message) => invalid('provisioner', provisioner, message)));
  }
  const given = (parameters ?? {}) as Readonly<Record<string, string>>;
  if (Object.keys(given).includes('')) {
    errors.push(invalid('parameters', '', 'field can not be empty.'));
  }
  if (Object.entries(given).reduce((size, [key, value]) => size + key.length + value.length, 0) > MAX_PARAMETER_BYTES) {
    errors.push(tooLong('parameters', MAX_PARAMETER_BYTES));
  }
  if (reclaimPolicy && reclaimPolicy !== 'Delete' && reclaimPolicy !== 'Retain') {
    errors.push(notSupported('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain']));
  }
  if (volumeBindingMode && volumeBindingMode !== 'Immediate' && volumeBindingMode !== 'WaitForFirstConsumer') {
    errors.push(notSupported('volumeBindingMode', volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']));
  }
  for (const [index, { matchLabelExpressions }] of (allowedTopologies ?? []).entries()) {
    const keys = new Set<string>();
    for (const [position, { key, values }] of (matchLabelExpressions ?? []).entries()) {
      const at = `allowedTopologies[${index}].matchLabelExpressions[${position}]`;
      if (!values?.length) {
        errors.push(required(`${at}.values`));
      }
      if (keys.has(key)) {
        errors.push(duplicate(`${at}.key`, key));
      }
      keys.add(key);
    }
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
  for (const field of ['provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const) {
    if (after[field] !== stored[field]) {
      errors.push(invalid(field, after[field], 'field is immutable'));
    }
  }
  return errors;
}
