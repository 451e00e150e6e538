import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import type { StorageClass } from './types';
import { storageClassWarnings, validateStorageClass, validateStorageClassUpdate } from './validation';

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
    warnings: storageClassWarnings,
    validate: validateStorageClass,
    validateUpdate: validateStorageClassUpdate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Provisioner', textOf('storage.v1.StorageClass.provisioner')),
      column('ReclaimPolicy', textOf('storage.v1.StorageClass.reclaimPolicy')),
      column('VolumeBindingMode', textOf('storage.v1.StorageClass.volumeBindingMode')),
      column('AllowVolumeExpansion', textOf('storage.v1.StorageClass.allowVolumeExpansion')),
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
