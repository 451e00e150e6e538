import type { AnyObject } from '../../../api/meta';
import { canonicalQuantity } from '../../../api/quantity';
import { define } from '../../define';
import type { Draft } from '../../definition';
import { separateStatus } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf, wide } from '../../table';
import { accessModesText } from '../persistentvolumes/access-modes';
import { storageClassWarnings } from '../persistentvolumes/warnings';
import { addClaimWarnings } from '../pods/volume-warnings';
import type { PersistentVolumeClaim } from './types';
import { validatePersistentVolumeClaim, validatePersistentVolumeClaimStatus, validatePersistentVolumeClaimUpdate } from './validation';

const status = separateStatus(() => ({ phase: 'Pending' }));

/** Stored, not acted upon. Source: pkg/registry/core/persistentvolumeclaim/strategy.go, pkg/apis/core/v1/defaults.go, 1.36. */
export const persistentVolumeClaims = define({
  group: '',
  resource: 'persistentvolumeclaims',
  kind: 'PersistentVolumeClaim',
  shortNames: ['pvc'],
  hasStatus: true,
  strategy: {
    storedBare: () => true,
    setDefaults: (draft) => {
      if (draft.spec) draft.spec.volumeMode ??= 'Filesystem';
      draft.status = { ...draft.status, phase: draft.status?.phase || 'Pending' };
    },
    prepareForCreate: (draft, context) => {
      dropUnservedSources(draft.spec);
      normalizeDataSources(draft.spec);
      status.prepareForCreate?.(draft, context);
    },
    prepareForUpdate: (draft, before, context) => {
      status.prepareForUpdate?.(draft, before, context);
      if (context.subresource === 'status') return void (draft.status = { ...draft.status, phase: draft.status?.phase || 'Pending' });
      dropUnservedSources(draft.spec, (before as unknown as PersistentVolumeClaim).spec);
      normalizeDataSources(draft.spec);
    },
    warnings: claimWarnings,
    validate: validatePersistentVolumeClaim,
    validateUpdate: validatePersistentVolumeClaimUpdate,
    validateStatusUpdate: validatePersistentVolumeClaimStatus,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Status', textOf('core.v1.PersistentVolumeClaimStatus.phase')),
      column('Volume', textOf('core.v1.PersistentVolumeClaimSpec.volumeName')),
      column('Capacity', textOf('core.v1.PersistentVolumeClaimStatus.capacity')),
      column('Access Modes', textOf('core.v1.PersistentVolumeClaimStatus.accessModes')),
      column('StorageClass', 'StorageClass of the pvc'),
      column('VolumeAttributesClass', 'VolumeAttributesClass of the pvc'),
      AGE_COLUMN,
      wide('VolumeMode', textOf('core.v1.PersistentVolumeClaimSpec.volumeMode')),
    ],
    row: claimRow,
  },
});

function claimRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, spec, status } = object as unknown as PersistentVolumeClaim;
  const bound = Boolean(spec?.volumeName);
  return [
    metadata.name,
    metadata.deletionTimestamp ? 'Terminating' : (status?.phase ?? ''),
    spec?.volumeName ?? '',
    bound ? canonicalQuantity(status?.capacity?.storage ?? '0') : '',
    bound ? accessModesText(status?.accessModes) : '',
    metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName ?? '',
    spec?.volumeAttributesClassName ?? '<unset>',
    age(metadata.creationTimestamp, nowMs),
    spec?.volumeMode ?? '<unset>',
  ];
}

/** The two fields for what fills the volume say the same, unless it is in another namespace. */
function normalizeDataSources(spec: Draft['spec']): void {
  if (spec?.dataSource) spec.dataSourceRef ??= { ...spec.dataSource };
  else if (spec?.dataSourceRef && !spec.dataSourceRef.namespace) {
    const { namespace: _namespace, ...local } = spec.dataSourceRef;
    spec.dataSource = local;
  }
}

function claimWarnings(object: AnyObject): string[] {
  const warnings = [...storageClassWarnings(object)];
  addClaimWarnings((object as unknown as PersistentVolumeClaim).spec, 'spec', warnings);
  return warnings;
}

/** Data comes from other claims and snapshots, or whatever has a group; not from other namespaces, that gate is off. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function dropUnservedSources(spec: any, stored?: PersistentVolumeClaim['spec']): void {
  if (spec?.dataSourceRef?.namespace && !stored?.dataSourceRef) delete spec.dataSourceRef;
  const { dataSource, dataSourceRef } = spec ?? {};
  const snapshot = dataSource?.apiGroup === 'snapshot.storage.k8s.io' && dataSource.kind === 'VolumeSnapshot';
  const claim = dataSource?.kind === 'PersistentVolumeClaim' && !dataSource.apiGroup;
  if (dataSource && !dataSourceRef && !stored?.dataSource && !snapshot && !claim) delete spec.dataSource;
}
