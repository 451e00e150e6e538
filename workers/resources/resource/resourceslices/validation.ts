/** Source: pkg/apis/resource/validation/validation.go ValidateResourceSlice, 1.36. */
import { invalid, required, tooMany } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label, isDns1123Subdomain } from '../../../api/names';
import { validateNodeSelectorTerms } from '../../core/pods/validation/affinity';
import { printed } from '../../schema/emptied';
import { internalForm } from '../../schema/internal-form';
import { pushInvalid } from '../../validation/labels';
import { IMMUTABLE } from '../../validation/values';
import { validateDriver, validateItems, validatePoolName } from '../lists';
import { COUNTERS_MAX, validateDevice } from './devices';
import type { ResourceSlice } from './types';

type Spec = Partial<ResourceSlice['spec']>;
type CounterSet = NonNullable<Spec['sharedCounters']>[number];

const DEVICES_MAX = 128;
/** With taints or counters a device takes more room. */
const DEMANDING_DEVICES_MAX = 64;
const COUNTER_SETS_MAX = 8;
export const PLACES = ['nodeName', 'nodeSelector', 'allNodes', 'perDeviceNodeSelection'] as const;

export function specOf(object: AnyObject): Spec {
  return (object as unknown as ResourceSlice).spec ?? {};
}

export function validateResourceSlice(object: AnyObject): FieldError[] {
  return validateSpec(specOf(object), undefined);
}

/** `old`: the spec that is replaced; what may not change is looked at in the middle. */
function validateSpec(spec: Spec, old: Spec | undefined): FieldError[] {
  const errors: FieldError[] = [];
  validateDriver(spec.driver ?? '', 'spec.driver', errors);
  validatePool(spec.pool, errors);
  if (old && spec.pool?.name !== old.pool?.name) errors.push(invalid('spec.pool.name', spec.pool?.name ?? '', IMMUTABLE));
  if (old && spec.driver !== old.driver) errors.push(invalid('spec.driver', spec.driver ?? '', IMMUTABLE));
  if (old && spec.nodeName !== old.nodeName) errors.push(invalid('spec.nodeName', spec.nodeName ?? null, IMMUTABLE));
  validatePlace(spec, errors);
  if (printed(spec, 'sharedCounters') !== null && printed(spec, 'devices') !== null)
    errors.push(invalid('spec', '', 'only one of `sharedCounters` or `devices` is allowed'));
  const perDevice = spec.perDeviceNodeSelection === true;
  validateItems(
    spec.devices,
    spec.devices?.some(({ taints, consumesCounters }) => taints?.length || consumesCounters?.length) ? DEMANDING_DEVICES_MAX : DEVICES_MAX,
    'spec.devices',
    errors,
    (device, at) => validateDevice(device, at, perDevice, errors),
    ({ name }) => name,
  );
  validateItems(
    spec.sharedCounters,
    COUNTER_SETS_MAX,
    'spec.sharedCounters',
    errors,
    (set, at) => validateCounterSet(set, at, errors),
    ({ name }) => name,
  );
  return errors;
}

export function validateResourceSliceUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  return validateSpec(specOf(object), specOf(before));
}

function validatePool(pool: Spec['pool'], errors: FieldError[]): void {
  validatePoolName(pool?.name, 'spec.pool.name', errors);
  if ((pool?.resourceSliceCount ?? 0) <= 0)
    errors.push(invalid('spec.pool.resourceSliceCount', pool?.resourceSliceCount ?? 0, 'must be greater than zero'));
  if ((pool?.generation ?? 0) < 0) errors.push(invalid('spec.pool.generation', pool?.generation, 'must be greater than or equal to zero'));
}

/** Where the devices are: in exactly one way. */
function validatePlace(spec: Spec, errors: FieldError[]): void {
  const given = PLACES.filter((place) => spec[place]);
  if (spec.nodeName === '') errors.push(invalid('spec.nodeName', '', 'must be either unset or set to a non-empty string'));
  if (spec.nodeName) pushInvalid(errors, 'spec.nodeName', spec.nodeName, isDns1123Subdomain(spec.nodeName));
  if (spec.nodeSelector) {
    const { nodeSelectorTerms: terms } = spec.nodeSelector;
    validateNodeSelectorTerms(terms, 'spec.nodeSelector', errors);
    if (terms?.length !== 1) {
      const shown = terms?.map((term) => internalForm(term, 'NodeSelectorTerm')) ?? printed(spec.nodeSelector, 'nodeSelectorTerms');
      errors.push(invalid('spec.nodeSelector.nodeSelectorTerms', shown, 'must have exactly one node selector term'));
    }
  }
  for (const flag of ['allNodes', 'perDeviceNodeSelection'] as const) {
    if (spec[flag] === false) errors.push(invalid(`spec.${flag}`, false, 'must be either unset or set to true'));
  }
  const which = `exactly one of ${quoted(PLACES)} is required`;
  if (given.length === 0) errors.push(required('spec', which));
  if (given.length > 1) errors.push(invalid('spec', `{${quoted(given)}}`, `${which}, but multiple fields are set`));
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function validateCounterSet({ name, counters }: CounterSet, at: string, errors: FieldError[]): void {
  if (!name) errors.push(required(`${at}.name`));
  else pushInvalid(errors, `${at}.name`, name, isDns1123Label(name));
  const names = Object.keys(counters ?? {});
  if (names.length === 0) errors.push(required(`${at}.counters`));
  else if (names.length > COUNTERS_MAX) errors.push(tooMany(`${at}.counters`, names.length, COUNTERS_MAX));
  for (const each of names) pushInvalid(errors, `${at}.counters`, each, isDns1123Label(each));
}

export function resourceSliceWarnings(object: AnyObject): string[] {
  const { driver = '' } = specOf(object);
  const text = `driver names should be lowercase; ${JSON.stringify(driver)} contains uppercase characters`;
  return driver === driver.toLowerCase() ? [] : [`spec.driver: ${text}`];
}
