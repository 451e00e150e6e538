import type { AnyObject } from '../../../api/meta';
import { canonicalQuantity } from '../../../api/quantity';
import { rfc3339 } from '../../../api/time';
import { define } from '../../define';
import type { Draft } from '../../definition';
import { keepOtherHalf } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf, wide } from '../../table';
import { defaultVolumeSource } from '../pods/defaults';
import { accessModesText } from './access-modes';
import type { PersistentVolume } from './types';
import { validatePersistentVolume, validatePersistentVolumeUpdate } from './validation';
import { persistentVolumeWarnings } from './warnings';

/** Stored, not acted upon. Source: pkg/registry/core/persistentvolume/strategy.go, pkg/apis/core/v1/defaults.go, 1.36. */
export const persistentVolumes = define({
  group: '',
  resource: 'persistentvolumes',
  kind: 'PersistentVolume',
  shortNames: ['pv'],
  namespaced: false,
  hasStatus: true,
  strategy: {
    setDefaults: ({ spec, status }) => {
      if (status) {
        status.phase ??= 'Pending';
      }
      if (spec) {
        spec.persistentVolumeReclaimPolicy ||= 'Retain';
        spec.volumeMode ??= 'Filesystem';
        defaultVolumeSource(spec);
      }
    },
    prepareForCreate: (draft, { nowMs }) => {
      draft.status = { phase: 'Pending', lastPhaseTransitionTime: rfc3339(nowMs) };
    },
    prepareForUpdate: (draft, before, context) => {
      keepOtherHalf(draft, before, context);
      const stored = before as unknown as PersistentVolume;
      if (context.subresource === 'status') dateTransition((draft.status ??= { phase: 'Pending' }), stored.status ?? {}, context.nowMs);
    },
    warnings: persistentVolumeWarnings,
    validate: validatePersistentVolume,
    validateUpdate: validatePersistentVolumeUpdate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Capacity', textOf('core.v1.PersistentVolumeSpec.capacity')),
      column('Access Modes', textOf('core.v1.PersistentVolumeSpec.accessModes')),
      column('Reclaim Policy', textOf('core.v1.PersistentVolumeSpec.persistentVolumeReclaimPolicy')),
      column('Status', textOf('core.v1.PersistentVolumeStatus.phase')),
      column('Claim', textOf('core.v1.PersistentVolumeSpec.claimRef')),
      column('StorageClass', 'StorageClass of the pv'),
      column('VolumeAttributesClass', 'VolumeAttributesClass of the pv'),
      column('Reason', textOf('core.v1.PersistentVolumeStatus.reason')),
      AGE_COLUMN,
      wide('VolumeMode', textOf('core.v1.PersistentVolumeSpec.volumeMode')),
    ],
    row: persistentVolumeRow,
  },
});

/** A client may say when the phase changed; if it doesn't, now. A phase that stays keeps its time. */
function dateTransition(status: Draft['status'], stored: Draft['status'], nowMs: number): void {
  const field = 'lastPhaseTransitionTime';
  status.phase ??= 'Pending';
  if (status.phase === stored.phase) status[field] ??= stored[field];
  else if (!status[field] || status[field] === stored[field]) status[field] = rfc3339(nowMs);
}

function persistentVolumeRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, spec, status } = object as unknown as PersistentVolume;
  const { claimRef } = spec ?? {};
  return [
    metadata.name,
    spec?.capacity?.storage === undefined ? '0' : canonicalQuantity(spec.capacity.storage),
    accessModesText(spec?.accessModes),
    spec?.persistentVolumeReclaimPolicy ?? '',
    metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''),
    claimRef ? `${claimRef.namespace}/${claimRef.name}` : '',
    metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '',
    spec?.volumeAttributesClassName ?? '<unset>',
    status?.reason ?? '',
    age(metadata.creationTimestamp, nowMs),
    spec?.volumeMode ?? '<unset>',
  ];
}
