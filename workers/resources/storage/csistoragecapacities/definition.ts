import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { parseQuantity } from '../../../api/quantity';
import { deepEqual } from '../../../lib/equal';
import { define } from '../../define';
import { NAME_AND_CREATED } from '../../table';
import { NODE_LABELS, addNodeTermWarnings } from '../../core/nodes/label-warnings';
import { pushInvalid, selectorForm, validateLabelSelector } from '../../validation/labels';
import { IMMUTABLE, NOT_NEGATIVE } from '../../validation/values';

interface Capacity {
  readonly nodeTopology?: LabelSelector;
  readonly storageClassName?: string;
  readonly capacity?: string;
}

/** Stored, not acted upon. Source: pkg/apis/storage/validation/validation.go ValidateCSIStorageCapacity, 1.36. */
export const csiStorageCapacities = define({
  group: 'storage.k8s.io',
  resource: 'csistoragecapacities',
  kind: 'CSIStorageCapacity',
  strategy: { validate, warnings, validateUpdate, allowUnconditionalUpdate: false },
  table: NAME_AND_CREATED,
});

function validate(object: AnyObject): FieldError[] {
  const { nodeTopology, storageClassName = '', capacity } = object as unknown as Capacity;
  const errors: FieldError[] = [];
  validateLabelSelector(nodeTopology, 'nodeTopology', errors);
  pushInvalid(errors, 'storageClassName', storageClassName, isDns1123Subdomain(storageClassName));
  if (capacity !== undefined && (parseQuantity(capacity)?.nano ?? 0n) < 0n) errors.push(invalid('capacity', capacity, NOT_NEGATIVE));
  return errors;
}

/** Names and values written out, as Go prints a selector. */
function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const after = object as unknown as Capacity;
  const stored = before as unknown as Capacity;
  const errors: FieldError[] = [];
  for (const field of ['nodeTopology', 'storageClassName'] as const) {
    const shown = field === 'nodeTopology' ? selectorForm(after.nodeTopology) : (after.storageClassName ?? '');
    if (!deepEqual(after[field], stored[field])) errors.push(invalid(field, shown, IMMUTABLE));
  }
  return errors;
}

function warnings(object: AnyObject): string[] {
  const { nodeTopology } = object as unknown as Capacity;
  const found: string[] = [];
  addNodeTermWarnings(nodeTopology, false, 'nodeTopology', found);
  for (const key in nodeTopology?.matchLabels) if (NODE_LABELS[key]) found.push(`nodeTopology.matchLabels.${key}: ${NODE_LABELS[key]}`);
  return found;
}
