/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaim, 1.36. */
import { forbiddenField, invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { diffOf, internalForm } from '../../schema/internal-form';
import { IMMUTABLE } from '../../validation/values';
import { validateClaimSpec } from './spec';
import type { PersistentVolumeClaim } from './types';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;

export function validatePersistentVolumeClaim(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as PersistentVolumeClaim).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  validateClaimSpec(spec, 'spec', errors);
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
  if (after.volumeMode !== claim.spec?.volumeMode) errors.push(invalid('volumeMode', after.volumeMode ?? null, IMMUTABLE));
  return errors;
}
