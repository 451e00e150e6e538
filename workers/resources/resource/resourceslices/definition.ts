import { duplicate, invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain } from '../../../api/names';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import { pushInvalid } from '../../validation/labels';
import { IMMUTABLE } from '../../validation/values';
import type { ResourceSlice } from './types';

type Spec = Partial<ResourceSlice['spec']>;

/**
 * Stored, not acted upon. Source: pkg/registry/resource/resourceslice/strategy.go, 1.36.
 * Differs: attributes, capacities, counters and taints of devices are not checked.
 */
export const resourceSlices = define({
  group: 'resource.k8s.io',
  resource: 'resourceslices',
  kind: 'ResourceSlice',
  namespaced: false,
  fields: (object) => {
    const { nodeName, driver } = specOf(object);
    return { 'spec.nodeName': nodeName ?? '', 'spec.driver': driver ?? '' };
  },
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
      draft.spec.pool ??= {};
    },
    hasGeneration: true,
    validate,
    validateUpdate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Node', 'Where the devices are.'),
      column('Driver', 'Who offers them.'),
      column('Pool', 'The pool they belong to.'),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { nodeName, allNodes, driver, pool } = specOf(object);
      const { metadata } = object;
      return [metadata?.name, nodeName || (allNodes ? '<all>' : '<unset>'), driver, pool?.name, age(metadata?.creationTimestamp, nowMs)];
    },
  },
});

function specOf(object: AnyObject): Spec {
  return (object as unknown as ResourceSlice).spec ?? {};
}

const PLACES = ['nodeName', 'nodeSelector', 'allNodes', 'perDeviceNodeSelection'] as const;

function validate(object: AnyObject): FieldError[] {
  const spec = specOf(object);
  const errors: FieldError[] = [];
  const which = `exactly one of ${PLACES.map((place) => `\`${place}\``).join(', ')} is required`;
  const given = PLACES.filter((place) => spec[place]);
  if (!spec.driver) errors.push(required('spec.driver'));
  else pushInvalid(errors, 'spec.driver', spec.driver, isDns1123Subdomain(spec.driver));
  validatePool(spec.pool, errors);
  if (given.length === 0) errors.push(required('spec', which));
  if (given.length > 1)
    errors.push(invalid('spec', `{${given.map((place) => `\`${place}\``).join(', ')}}`, `${which}, but multiple fields are set`));
  if (spec.nodeName) pushInvalid(errors, 'spec.nodeName', spec.nodeName, isDns1123Subdomain(spec.nodeName));
  const names = new Set<string>();
  for (const [index, { name = '' }] of (spec.devices ?? []).entries()) {
    pushInvalid(errors, `spec.devices[${index}].name`, name, isDns1123Label(name));
    if (names.has(name)) errors.push(duplicate(`spec.devices[${index}]`, name));
    names.add(name);
  }
  return errors;
}

function validatePool(pool: Spec['pool'], errors: FieldError[]): void {
  if (!pool?.name) errors.push(required('spec.pool.name'));
  else for (const part of pool.name.split('/')) pushInvalid(errors, 'spec.pool.name', part, isDns1123Subdomain(part));
  if ((pool?.resourceSliceCount ?? 0) <= 0)
    errors.push(invalid('spec.pool.resourceSliceCount', pool?.resourceSliceCount ?? 0, 'must be greater than zero'));
  if ((pool?.generation ?? 0) < 0) errors.push(invalid('spec.pool.generation', pool?.generation, 'must be greater than or equal to zero'));
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validate(object);
  const [spec, old] = [specOf(object), specOf(before)];
  if (spec.driver !== old.driver) errors.push(invalid('spec.driver', spec.driver, IMMUTABLE));
  if (spec.pool?.name !== old.pool?.name) errors.push(invalid('spec.pool.name', spec.pool?.name, IMMUTABLE));
  if (spec.nodeName !== old.nodeName) errors.push(invalid('spec.nodeName', spec.nodeName ?? null, IMMUTABLE));
  return errors;
}
