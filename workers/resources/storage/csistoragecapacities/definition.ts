import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { parseQuantity } from '../../../api/quantity';
import { deepEqual } from '../../../lib/equal';
import { define } from '../../define';
import { CREATED_COLUMN, NAME_COLUMN } from '../../table';
import { pushInvalid, validateLabelSelector } from '../../validation/labels';
import { IMMUTABLE, NOT_NEGATIVE } from '../../validation/values';

interface Capacity {
  readonly nodeTopology?: LabelSelector;
  readonly storageClassName?: string;
  readonly capacity?: string;
  readonly maximumVolumeSize?: string;
}

/** Stored, not acted upon. Source: pkg/apis/storage/validation/validation.go ValidateCSIStorageCapacity, 1.36. */
export const csiStorageCapacities = define({
  group: 'storage.k8s.io',
  resource: 'csistoragecapacities',
  kind: 'CSIStorageCapacity',
  strategy: { validate, validateUpdate, allowUnconditionalUpdate: false },
  table: {
    columns: [NAME_COLUMN, CREATED_COLUMN],
    row: ({ metadata }) => [metadata?.name, metadata?.creationTimestamp],
  },
});

function validate(object: AnyObject): FieldError[] {
  const { nodeTopology, storageClassName = '', capacity, maximumVolumeSize } = object as unknown as Capacity;
  const errors: FieldError[] = [];
  validateLabelSelector(nodeTopology, 'nodeTopology', errors);
  pushInvalid(errors, 'storageClassName', storageClassName, isDns1123Subdomain(storageClassName));
  for (const [field, amount] of Object.entries({ capacity, maximumVolumeSize })) {
    if (amount !== undefined && (parseQuantity(amount)?.nano ?? 0n) < 0n) errors.push(invalid(field, amount, NOT_NEGATIVE));
  }
  return errors;
}

/** Names and values written out, as Go prints a selector. */
function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const after = object as unknown as Capacity;
  const stored = before as unknown as Capacity;
  const errors = validate(object);
  for (const field of ['nodeTopology', 'storageClassName'] as const) {
    if (!deepEqual(after[field], stored[field]))
      errors.push(invalid(field, after[field] ?? (field === 'nodeTopology' ? null : ''), IMMUTABLE));
  }
  return errors;
}
