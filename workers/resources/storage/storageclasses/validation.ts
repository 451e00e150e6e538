/** Source: k8s.io/kubernetes/pkg/apis/storage/validation/validation.go ValidateStorageClass, 1.36. */
import { duplicate, invalid, jsonText, notSupported, required, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isQualifiedName } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { NODE_LABELS } from '../../core/nodes/label-warnings';
import { printed } from '../../schema/emptied';
import { pushInvalid } from '../../validation/labels';
import { IMMUTABLE } from '../../validation/values';
import type { StorageClass } from './types';

const PARAMETERS_MAX = 512;
const PARAMETER_BYTES_MAX = 256 * 1024;

export function validateStorageClass(object: AnyObject): FieldError[] {
  const { provisioner, parameters, reclaimPolicy, volumeBindingMode, allowedTopologies } = object as unknown as StorageClass;
  const errors: FieldError[] = [];
  validateProvisioner(provisioner, 'provisioner', errors);
  validateParameters(parameters, true, errors);
  if (reclaimPolicy && reclaimPolicy !== 'Delete' && reclaimPolicy !== 'Retain') {
    errors.push(notSupported('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain']));
  }
  if (volumeBindingMode !== 'Immediate' && volumeBindingMode !== 'WaitForFirstConsumer') {
    errors.push(notSupported('volumeBindingMode', volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']));
  }
  validateTopologies(allowedTopologies, errors);
  return errors;
}

export function validateStorageClassUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const after = object as unknown as StorageClass;
  const stored = before as unknown as StorageClass;
  const errors: FieldError[] = [];
  if (!deepEqual(after.parameters ?? {}, stored.parameters ?? {}))
    errors.push(invalid('parameters', printed(object, 'parameters'), IMMUTABLE));
  for (const field of ['provisioner', 'reclaimPolicy', 'volumeBindingMode'] as const) {
    if (after[field] !== stored[field]) {
      const shown = after[field] ?? '';
      errors.push(invalid(field, field === 'provisioner' ? shown : jsonText(shown), IMMUTABLE));
    }
  }
  return errors;
}

/** Who makes volumes: a driver's name. */
export function validateProvisioner(name: string, field: string, errors: FieldError[]): void {
  if (!name) {
    errors.push(required(field));
    return;
  }
  const lower = name.toLowerCase();
  pushInvalid(errors, field, lower, isQualifiedName(lower));
}

export function validateParameters(
  parameters: Readonly<Record<string, string>> | undefined,
  allowEmpty: boolean,
  errors: FieldError[],
): void {
  const entries = Object.entries(parameters ?? {});
  if (entries.length > PARAMETERS_MAX) {
    errors.push(tooLong('parameters', PARAMETERS_MAX));
    return;
  }
  if (parameters?.[''] !== undefined) errors.push(invalid('parameters', '', 'field can not be empty.'));
  if (entries.reduce((size, [key, value]) => size + key.length + value.length, 0) > PARAMETER_BYTES_MAX) {
    errors.push(tooLong('parameters', PARAMETER_BYTES_MAX));
  }
  if (!allowEmpty && entries.length === 0) errors.push(required('parameters', 'must contain at least one key/value pair'));
}

/** Terms are compared with those before them; upstream's list of those begins with as many empty ones. */
function validateTopologies(terms: StorageClass['allowedTopologies'], errors: FieldError[]): void {
  const seen: Readonly<Record<string, readonly string[]>>[] = (terms ?? []).map(() => ({}));
  for (const [index, { matchLabelExpressions }] of (terms ?? []).entries()) {
    const at = `allowedTopologies[${index}].matchLabelExpressions`;
    const term: Record<string, readonly string[]> = {};
    for (const [position, { key, values }] of (matchLabelExpressions ?? []).entries()) {
      const where = `${at}[${position}]`;
      if (!values?.length) errors.push(required(`${where}.values`));
      for (const [which, value] of (values ?? []).entries()) {
        if (values.indexOf(value) < which) errors.push(duplicate(`${where}.values[${which}]`, value));
      }
      pushInvalid(errors, `${where}.key`, key, isQualifiedName(key));
      if (term[key]) errors.push(duplicate(`${where}.key`, key));
      term[key] = [...new Set(values)].toSorted();
    }
    for (const other of seen) if (deepEqual(term, other)) errors.push(duplicate(at, ''));
    seen.push(term);
  }
}

export function storageClassWarnings(object: AnyObject): string[] {
  const terms = (object as unknown as StorageClass).allowedTopologies ?? [];
  return terms.flatMap(({ matchLabelExpressions }, index) =>
    (matchLabelExpressions ?? []).flatMap(({ key }, position) =>
      NODE_LABELS[key] ? [`allowedTopologies[${index}].matchLabelExpressions[${position}].key: ${NODE_LABELS[key]}`] : [],
    ),
  );
}
