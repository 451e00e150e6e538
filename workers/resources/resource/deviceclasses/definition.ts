import { required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age } from '../../table';
import { validateSelectors } from '../devices';
import type { DeviceClass } from './types';

/** Stored, not acted upon. Source: pkg/registry/resource/deviceclass/strategy.go, 1.36. */
export const deviceClasses = define({
  group: 'resource.k8s.io',
  resource: 'deviceclasses',
  singular: 'deviceclass',
  kind: 'DeviceClass',
  namespaced: false,
  strategy: {
    setDefaults: (draft) => void (draft.spec ??= {}),
    hasGeneration: true,
    validate,
    validateUpdate: validate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [NAME_COLUMN, AGE_COLUMN],
    row: ({ metadata }, nowMs) => [metadata?.name, age(metadata?.creationTimestamp, nowMs)],
  },
});

function validate(object: AnyObject): FieldError[] {
  const { selectors, config } = (object as unknown as DeviceClass).spec;
  const errors: FieldError[] = [];
  validateSelectors(selectors, 'spec.selectors', errors);
  for (const [index, { opaque }] of (config ?? []).entries()) if (!opaque) errors.push(required(`spec.config[${index}].opaque`));
  return errors;
}
