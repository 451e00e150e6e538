/** Source: pkg/apis/resource/validation/validation.go ValidateResourceClaimStatusUpdate, 1.36. Differs: of what was allocated only its presence counts. */
import { forbiddenField, invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { IMMUTABLE } from '../../validation/values';
import { validateItems } from '../lists';
import type { ResourceClaim } from './types';

const CONSUMERS_MAX = 256;

export function validateResourceClaimStatus(object: AnyObject, before: AnyObject): FieldError[] {
  const { metadata, status } = object as unknown as ResourceClaim;
  const stored = (before as unknown as ResourceClaim).status;
  const errors: FieldError[] = [];
  const field = 'status.reservedFor';
  validateItems(
    status?.reservedFor,
    CONSUMERS_MAX,
    field,
    errors,
    (consumer, at) => {
      for (const part of ['resource', 'name', 'uid'] as const) if (!consumer[part]) errors.push(required(`${at}.${part}`));
    },
    ({ uid }) => uid,
  );
  const consumers = status?.reservedFor ?? [];
  const known = new Set(stored?.reservedFor?.map(({ uid }) => uid));
  if (consumers.length && !status?.allocation) {
    errors.push(forbiddenField(field, 'may not be specified when `allocated` is not set'));
  } else if (metadata.deletionTimestamp && consumers.some(({ uid }) => !known.has(uid))) {
    errors.push(forbiddenField(field, 'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set'));
  }
  if (stored?.allocation && status?.allocation && !deepEqual(status.allocation, stored.allocation)) {
    errors.push(invalid('status.allocation', status.allocation, IMMUTABLE));
  }
  return errors;
}
