/** One device of a slice (source: pkg/apis/resource/validation/validation.go validateDevice, 1.36). */
import { invalid, notSupported, required, tooLong, tooMany } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { printed } from '../../schema/emptied';
import { isDns1123Label, isDns1123Subdomain, isLabelValue, isQualifiedName } from '../../../api/names';
import { validateNodeSelectorTerms } from '../../core/pods/validation/affinity';
import { internalForm } from '../../schema/internal-form';
import { pushInvalid } from '../../validation/labels';
import { TAINT_EFFECTS } from '../devices';
import { validateItems, validateQualified } from '../lists';
import { validateCapacity } from './capacity';
import type { ResourceSlice } from './types';

export type Device = NonNullable<ResourceSlice['spec']['devices']>[number];
type Attribute = NonNullable<Device['attributes']>[string];
/** Also what was allocated of one. */
type Conditioned = Pick<Device, 'bindingConditions' | 'bindingFailureConditions'>;
type Taint = NonNullable<Device['taints']>[number];

const ATTRIBUTES_MAX = 32;
const VALUE_BYTES_MAX = 64;
const TAINTS_MAX = 16;
const CONSUMED_SETS_MAX = 2;
export const COUNTERS_MAX = 32;
const CONDITIONS_MAX = 4;
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;
const PLACES = ['nodeName', 'nodeSelector', 'allNodes'] as const;

export function validateDevice(device: Device, at: string, perDevice: boolean, errors: FieldError[]): void {
  pushInvalid(errors, `${at}.name`, device.name, isDns1123Label(device.name));
  const count = Object.keys(device.attributes ?? {}).length + Object.keys(device.capacity ?? {}).length;
  if (count > ATTRIBUTES_MAX)
    errors.push(invalid(at, count, `the total number of attributes and capacities must not exceed ${ATTRIBUTES_MAX}`));
  for (const [name, attribute] of Object.entries(device.attributes ?? {})) {
    validateQualified(name, `${at}.attributes`, errors);
    validateAttribute(attribute, `${at}.attributes[${name}]`, errors);
  }
  for (const [name, capacity] of Object.entries(device.capacity ?? {})) {
    validateQualified(name, `${at}.capacity`, errors);
    validateCapacity(capacity, device.allowMultipleAllocations === true, `${at}.capacity[${name}]`, errors);
  }
  validateItems(device.taints, TAINTS_MAX, `${at}.taints`, errors, (taint, where) => validateTaint(taint, where, errors));
  validateItems(
    device.consumesCounters,
    CONSUMED_SETS_MAX,
    `${at}.consumesCounters`,
    errors,
    ({ counterSet, counters }, where) => {
      if (!counterSet) errors.push(required(`${where}.counterSet`));
      else pushInvalid(errors, `${where}.counterSet`, counterSet, isDns1123Label(counterSet));
      if (!Object.keys(counters ?? {}).length) errors.push(required(`${where}.counters`));
      const names = Object.keys(counters ?? {});
      if (names.length > COUNTERS_MAX) errors.push(tooMany(`${where}.counters`, names.length, COUNTERS_MAX));
      for (const name of names) pushInvalid(errors, `${where}.counters`, name, isDns1123Label(name));
    },
    ({ counterSet }) => counterSet,
  );
  validatePlace(device, at, perDevice, errors);
  validateBinding(device, at, errors);
}

function validateAttribute(attribute: Attribute, at: string, errors: FieldError[]): void {
  const { int, bool, string, version } = attribute;
  const given = [int, bool, string, version].filter((value) => value !== undefined).length;
  if ((string?.length ?? 0) > VALUE_BYTES_MAX) errors.push(tooLong(`${at}.string`, VALUE_BYTES_MAX));
  if (version !== undefined) {
    if (!SEMVER.test(version)) errors.push(invalid(`${at}.version`, version, 'must be a string compatible with semver.org spec 2.0.0'));
    if (version.length > VALUE_BYTES_MAX) errors.push(tooLong(`${at}.version`, VALUE_BYTES_MAX));
  }
  if (given === 0) errors.push(invalid(at, '', 'exactly one value must be specified'));
  if (given > 1) {
    const shown = {
      IntValue: int ?? null,
      BoolValue: bool ?? null,
      StringValue: string ?? null,
      VersionValue: version ?? null,
      IntValues: null,
      BoolValues: null,
      StringValues: null,
      VersionValues: null,
    };
    errors.push(invalid(at, shown, 'exactly one value must be specified'));
  }
}

function validateTaint({ key, value = '', effect }: Taint, at: string, errors: FieldError[]): void {
  pushInvalid(errors, `${at}.key`, key, isQualifiedName(key));
  pushInvalid(errors, `${at}.value`, value, isLabelValue(value));
  if (!effect) errors.push(required(`${at}.effect`));
  else if (!TAINT_EFFECTS.includes(effect)) errors.push(notSupported(`${at}.effect`, effect, TAINT_EFFECTS));
}

function validatePlace(device: Device, at: string, perDevice: boolean, errors: FieldError[]): void {
  const given = PLACES.filter((place) => device[place] !== undefined);
  if (!perDevice) {
    const text =
      '`nodeName`, `nodeSelector` and `allNodes` can only be set if `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
    if (given.length) errors.push(invalid(at, null, text));
    return;
  }
  if (device.nodeName === '') errors.push(invalid(`${at}.nodeName`, '', 'must not be empty'));
  if (device.nodeName) pushInvalid(errors, `${at}.nodeName`, device.nodeName, isDns1123Subdomain(device.nodeName));
  if (device.nodeSelector) {
    const { nodeSelectorTerms: terms } = device.nodeSelector;
    validateNodeSelectorTerms(terms, `${at}.nodeSelector`, errors);
    if (terms && terms.length !== 1) {
      const shown = terms?.map((term) => internalForm(term, 'NodeSelectorTerm'));
      errors.push(invalid(`${at}.nodeSelector.nodeSelectorTerms`, shown, 'must have exactly one node selector term'));
    }
  }
  if (device.allNodes === false) errors.push(invalid(`${at}.allNodes`, false, 'must be either unset or set to true'));
  const set = PLACES.filter((place) => device[place]);
  const which =
    'exactly one of `nodeName`, `nodeSelector`, or `allNodes` is required when `perDeviceNodeSelection` is set to true in the ResourceSlice spec';
  if (set.length === 0) errors.push(required(at, which));
  if (set.length > 1) errors.push(invalid(at, `{${set.map((place) => `\`${place}\``).join(', ')}}`, which));
}

/** What has to be true, or must not be, before pods that use the device start. */
export function validateBinding(device: Conditioned, at: string, errors: FieldError[]): void {
  const { bindingConditions: conditions, bindingFailureConditions: failures } = device;
  for (const field of ['bindingConditions', 'bindingFailureConditions'] as const) {
    validateItems(
      device[field],
      CONDITIONS_MAX,
      `${at}.${field}`,
      errors,
      (name, where) => pushInvalid(errors, where, name, isQualifiedName(name)),
      String,
    );
  }
  for (const [index, name] of (failures ?? []).entries()) {
    const text = 'bindingFailureConditions must not overlap with bindingConditions';
    if (conditions?.includes(name)) errors.push(invalid(`${at}.bindingFailureConditions[${index}]`, name, text));
  }
  if (conditions?.length && !failures?.length)
    errors.push(
      invalid(
        `${at}.bindingFailureConditions`,
        printed(device, 'bindingFailureConditions'),
        'bindingFailureConditions are required to use bindingConditions',
      ),
    );
  if (failures?.length && !conditions?.length)
    errors.push(
      invalid(
        `${at}.bindingConditions`,
        printed(device, 'bindingConditions'),
        'bindingConditions are required to use bindingFailureConditions',
      ),
    );
}
