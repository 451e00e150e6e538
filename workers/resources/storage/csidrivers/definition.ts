import { deepEqual } from '../../../lib/equal';
import type { Draft } from '../../definition';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import type { CSIDriver } from './types';
import { validateCsiDriver, validateCsiDriverUpdate, warnOfCsiDriver } from './validation';

/** Stored, not acted upon. Source: pkg/registry/storage/csidriver/strategy.go and pkg/apis/storage/v1/defaults.go, 1.36. */
export const csiDrivers = define({
  group: 'storage.k8s.io',
  resource: 'csidrivers',
  kind: 'CSIDriver',
  namespaced: false,
  strategy: {
    setDefaults,
    prepareForCreate: dropUnserved,
    prepareForUpdate: (draft, before) => {
      dropUnserved(draft);
      if (!deepEqual(draft.spec, (before as unknown as Draft).spec)) {
        draft.metadata.generation = (before.metadata?.generation ?? 0) + 1;
      }
    },
    validate: validateCsiDriver,
    validateUpdate: validateCsiDriverUpdate,
    warnings: warnOfCsiDriver,
    allowUnconditionalUpdate: false,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('AttachRequired', textOf('storage.v1.CSIDriverSpec.attachRequired'), 'boolean'),
      column('PodInfoOnMount', textOf('storage.v1.CSIDriverSpec.podInfoOnMount'), 'boolean'),
      column('StorageCapacity', textOf('storage.v1.CSIDriverSpec.storageCapacity'), 'boolean'),
      column('TokenRequests', textOf('storage.v1.CSIDriverSpec.tokenRequests')),
      column('RequiresRepublish', textOf('storage.v1.CSIDriverSpec.requiresRepublish'), 'boolean'),
      column('Modes', textOf('storage.v1.CSIDriverSpec.volumeLifecycleModes')),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as CSIDriver;
      return [
        metadata.name,
        spec.attachRequired ?? true,
        spec.podInfoOnMount ?? false,
        spec.storageCapacity ?? false,
        spec.tokenRequests?.map(({ audience }) => audience).join(',') ?? '<unset>',
        spec.requiresRepublish ?? false,
        (spec.volumeLifecycleModes ?? []).join(',') || '<none>',
        age(metadata.creationTimestamp, nowMs),
      ];
    },
  },
});

function setDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  spec.attachRequired ??= true;
  spec.podInfoOnMount ??= false;
  spec.storageCapacity ??= false;
  spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
  spec.requiresRepublish ??= false;
  spec.seLinuxMount ??= false;
  if (!spec.volumeLifecycleModes?.length) {
    spec.volumeLifecycleModes = ['Persistent'];
  }
}

/** Behind a feature gate that is off. */
function dropUnserved(draft: Draft): void {
  delete draft.spec.preventPodSchedulingIfMissing;
}
