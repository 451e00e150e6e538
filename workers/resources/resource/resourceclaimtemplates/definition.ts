import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age } from '../../table';
import { IMMUTABLE } from '../../validation/values';
import { defaultDeviceClaim, validateDeviceClaim } from '../devices';
import type { ResourceClaimTemplate } from './types';

/** Stored, not acted upon. Source: pkg/registry/resource/resourceclaimtemplate/strategy.go, 1.36. */
export const resourceClaimTemplates = define({
  group: 'resource.k8s.io',
  resource: 'resourceclaimtemplates',
  kind: 'ResourceClaimTemplate',
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
      draft.spec.spec ??= {};
      draft.spec.spec.devices ??= {};
      defaultDeviceClaim(draft.spec.spec.devices);
    },
    validate,
    validateUpdate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [NAME_COLUMN, AGE_COLUMN],
    row: ({ metadata }, nowMs) => [metadata?.name, age(metadata?.creationTimestamp, nowMs)],
  },
});

function validate(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  validateDeviceClaim((object as unknown as ResourceClaimTemplate).spec.spec.devices, 'spec.spec.devices', errors);
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { spec } = object as unknown as ResourceClaimTemplate;
  return deepEqual(spec, (before as unknown as ResourceClaimTemplate).spec) ? [] : [invalid('spec', spec, IMMUTABLE)];
}
