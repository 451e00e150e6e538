import { define } from '../../define';
import type { Draft } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import type { Lease } from './types';
import { validateLease } from './validation';

/** Of coordinated leader election, which is off. */
function dropDisabledFields({ spec }: Draft): void {
  delete spec.preferredHolder;
  delete spec.strategy;
}

export const leases = define({
  group: 'coordination.k8s.io',
  resource: 'leases',
  kind: 'Lease',
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
    },
    prepareForCreate: dropDisabledFields,
    prepareForUpdate: dropDisabledFields,
    validate: validateLease,
    validateUpdate: validateLease,
    allowCreateOnUpdate: true,
    allowUnconditionalUpdate: false,
  },
  table: {
    columns: [NAME_COLUMN, column('Holder', textOf('coordination.v1.LeaseSpec.holderIdentity')), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as Lease;
      return [metadata.name, spec?.holderIdentity ?? '', age(metadata.creationTimestamp, nowMs)];
    },
  },
});
