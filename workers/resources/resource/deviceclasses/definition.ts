import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { declaredLongName, isQualifiedName } from '../../../api/names';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age } from '../../table';
import { validateItems } from '../lists';
import { validateOpaque, validateSelectors } from '../selectors';
import type { DeviceClass } from './types';

const CONFIGS_MAX = 32;

/** Stored, not acted upon. Source: pkg/registry/resource/deviceclass/strategy.go, 1.36. */
export const deviceClasses = define({
  group: 'resource.k8s.io',
  resource: 'deviceclasses',
  singular: 'deviceclass',
  kind: 'DeviceClass',
  namespaced: false,
  nameRule: declaredLongName,
  strategy: {
    setDefaults: (draft) => void (draft.spec ??= {}),
    hasGeneration: true,
    validate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [NAME_COLUMN, AGE_COLUMN],
    row: ({ metadata }, nowMs) => [metadata?.name, age(metadata?.creationTimestamp, nowMs)],
  },
});

function validate(object: AnyObject): FieldError[] {
  const { selectors, config, extendedResourceName } = (object as unknown as DeviceClass).spec;
  const errors: FieldError[] = [];
  validateSelectors(selectors, 'spec.selectors', errors);
  validateItems(config, CONFIGS_MAX, 'spec.config', errors, ({ opaque }, at) => validateOpaque(opaque, `${at}.opaque`, errors));
  if (extendedResourceName !== undefined && !isExtendedResource(extendedResourceName))
    errors.push(invalid('spec.extendedResourceName', extendedResourceName, 'must be a valid extended resource name'));
  return errors;
}

/** A name with a domain of its own, fit for quotas (pkg/apis/core/v1/helper IsExtendedResourceName). */
function isExtendedResource(name: string): boolean {
  if (!name.includes('/') || name.includes('kubernetes.io/') || name.startsWith('requests.')) return false;
  return isQualifiedName(`requests.${name}`).length === 0;
}
