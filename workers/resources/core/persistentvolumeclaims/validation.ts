/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaim, 1.36. */
import { forbiddenField, invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { canonicalQuantity, parseQuantity } from '../../../api/quantity';
import { deepEqual } from '../../../lib/equal';
import { VOLUME_MODES, validateAccessModes } from '../persistentvolumes/validation';
import { pushInvalid, validateLabelSelector } from '../../validation/labels';
import { validateEnum } from '../../validation/values';
import { diffOf, internalForm } from '../../schema/internal-form';
import type { PersistentVolumeClaim } from './types';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

export function validatePersistentVolumeClaim(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as PersistentVolumeClaim).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  validateLabelSelector(spec.selector as LabelSelector | undefined, 'spec.selector', errors);
  validateAccessModes(spec.accessModes, 'at least 1 access mode is required', errors);
  const storage = (spec.resources?.requests as Readonly<Record<string, string>> | undefined)?.storage;
  if (storage === undefined) {
    errors.push(required('spec.resources[storage]'));
  } else if ((parseQuantity(storage)?.nano ?? 0n) <= 0n) {
    errors.push(invalid('spec.resources[storage]', canonicalQuantity(storage), 'must be greater than zero'));
  }
  if (spec.storageClassName) {
    pushInvalid(errors, 'spec.storageClassName', spec.storageClassName, isDns1123Subdomain(spec.storageClassName));
  }
  validateEnum(spec.volumeMode, VOLUME_MODES, 'spec.volumeMode', errors);
  if (spec.dataSource && spec.dataSourceRef && !deepEqual(spec.dataSource, spec.dataSourceRef)) {
    errors.push(invalid('spec', {}, 'must match dataSourceRef'));
  }
  return errors;
}

/** A bound claim may only ask for more; an unbound one may still be bound or given a class. */
export function validatePersistentVolumeClaimUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validatePersistentVolumeClaim(object);
  const after = { ...(object as unknown as PersistentVolumeClaim).spec } as Record<string, unknown>;
  const claim = before as unknown as PersistentVolumeClaim;
  const stored = { ...claim.spec } as Record<string, unknown>;
  if (!stored.volumeName) {
    stored.volumeName = after.volumeName;
  }
  if (stored.storageClassName === undefined) {
    stored.storageClassName = after.storageClassName;
  }
  if (claim.status?.phase === 'Bound') {
    stored.resources = after.resources;
    stored.volumeAttributesClassName = after.volumeAttributesClassName;
  }
  for (const fields of [after, stored]) {
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) {
        delete fields[name];
      }
    }
  }
  if (!deepEqual(after, stored)) {
    errors.push(
      forbiddenField(
        'spec',
        `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${diffOf(internalForm(stored, 'PersistentVolumeClaimSpec'), internalForm(after, 'PersistentVolumeClaimSpec'))}`,
      ),
    );
  }
  return errors;
}
