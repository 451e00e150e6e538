import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import { statusApart } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import { IMMUTABLE } from '../../validation/values';
import { internalForm } from '../../schema/internal-form';
import type { StrategyContext } from '../../definition';
import { defaultDeviceClaim, validateAdminAccess, validateDeviceClaim } from '../devices';
import { isSame } from '../selectors';
import { validateResourceClaimStatus } from './status-validation';
import type { ResourceClaim } from './types';

/** Stored, not acted upon: there are no devices. Source: pkg/registry/resource/resourceclaim/strategy.go, 1.36. */
export const resourceClaims = define({
  group: 'resource.k8s.io',
  resource: 'resourceclaims',
  kind: 'ResourceClaim',
  hasStatus: true,
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
      draft.spec.devices ??= {};
      defaultDeviceClaim(draft.spec.devices);
    },
    ...statusApart(() => ({})),
    authorize,
    validate,
    validateUpdate,
    validateStatusUpdate: validateResourceClaimStatus,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [NAME_COLUMN, column('State', 'A summary of the current state (allocated, pending, reserved, etc.).'), AGE_COLUMN],
    row: (object, nowMs) => [
      object.metadata?.name,
      state(object as unknown as ResourceClaim),
      age(object.metadata?.creationTimestamp, nowMs),
    ],
  },
});

function state({ metadata, status }: ResourceClaim): string {
  const states = [
    ...(metadata.deletionTimestamp ? ['deleted'] : []),
    ...(status?.allocation ? ['allocated'] : metadata.deletionTimestamp ? [] : ['pending']),
    ...(status?.reservedFor?.length ? ['reserved'] : []),
  ];
  return states.join(',');
}

function authorize(object: AnyObject, context: StrategyContext): FieldError[] {
  const { metadata, spec } = object as unknown as ResourceClaim;
  return validateAdminAccess(spec.devices, metadata.namespace ?? '', context);
}

function validate(object: AnyObject): FieldError[] {
  const { spec } = object as unknown as ResourceClaim;
  const errors: FieldError[] = [];
  validateDeviceClaim(spec.devices, 'spec.devices', errors);
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { spec } = object as unknown as ResourceClaim;
  return isSame(spec, (before as unknown as ResourceClaim).spec)
    ? []
    : [invalid('spec', internalForm(spec, 'ResourceClaimSpec'), IMMUTABLE)];
}
