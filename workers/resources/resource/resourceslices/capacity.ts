/** How shares of a device's capacity may be asked for (source: pkg/apis/resource/validation/validation.go, 1.36). */
import { duplicate, forbiddenField, invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { addQuantity, compareQuantity, formatQuantity, parseQuantity, wholeUnits } from '../../../api/quantity';
import type { Quantity } from '../../../api/quantity';
import type { Device } from './devices';

type Capacity = NonNullable<Device['capacity']>[string];
type Policy = NonNullable<Capacity['requestPolicy']>;

export function validateCapacity({ value, requestPolicy }: Capacity, shared: boolean, at: string, errors: FieldError[]): void {
  if (!requestPolicy) return;
  const field = `${at}.requestPolicy`;
  if (!shared) return void errors.push(forbiddenField(field, 'allowMultipleAllocations must be true'));
  const all = amount(value);
  const { default: fallback, validValues, validRange } = requestPolicy;
  if (validValues?.length && validRange) {
    const text = 'exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time';
    return void errors.push(forbiddenField(field, text));
  }
  if (validRange) {
    if (fallback === undefined || fallback === null) errors.push(required(`${field}.default`, 'required when validRange is defined'));
    else validateRange(validRange, amount(fallback), all, `${field}.validRange`, errors);
  } else if (validValues?.length) {
    if (fallback === undefined || fallback === null) errors.push(required(`${field}.default`, 'required when validValues is defined'));
    else validateValues(validValues, amount(fallback), all, `${field}.validValues`, errors);
  }
}

function validateValues(
  values: readonly (string | number)[],
  fallback: Quantity,
  all: Quantity,
  field: string,
  errors: FieldError[],
): void {
  const amounts = values.map(amount);
  for (const [index, each] of amounts.entries()) {
    if (compareQuantity(each, all) > 0)
      errors.push(invalid(`${field}[${index}]`, formatQuantity(each), `option is larger than capacity value: ${formatQuantity(all)}`));
  }
  for (const [index, each] of amounts.entries()) {
    if (amounts.findIndex((other) => compareQuantity(other, each) === 0) < index)
      errors.push(duplicate(`${field}[${index}]`, formatQuantity(each)));
    const last = amounts[index - 1];
    if (last && compareQuantity(last, each) > 0)
      errors.push(invalid(`${field}[${index}]`, formatQuantity(each), 'values must be sorted in ascending order'));
  }
  if (!amounts.some((each) => compareQuantity(each, fallback) === 0))
    errors.push(invalid(field, formatQuantity(fallback), 'default value is not valid according to the requestPolicy'));
}

function validateRange(
  range: NonNullable<Policy['validRange']>,
  fallback: Quantity,
  all: Quantity,
  field: string,
  errors: FieldError[],
): void {
  if (range.min === undefined) return void errors.push(required(`${field}.min`, 'required when validRange is defined'));
  const min = amount(range.min);
  const max = range.max === undefined ? undefined : amount(range.max);
  const bad = (which: string, value: Quantity, text: string) => errors.push(invalid(`${field}.${which}`, formatQuantity(value), text));
  if (compareQuantity(min, all) > 0) bad('min', min, `min is larger than capacity value: ${formatQuantity(all)}`);
  if (compareQuantity(fallback, min) < 0) bad('min', fallback, `default is less than min: ${formatQuantity(min)}`);
  if (max) {
    if (compareQuantity(min, max) > 0) bad('max', min, `min is larger than max: ${formatQuantity(max)}`);
    if (compareQuantity(max, all) > 0) bad('max', max, `max is larger than capacity value: ${formatQuantity(all)}`);
    if (compareQuantity(fallback, max) > 0) bad('max', fallback, `default is more than max: ${formatQuantity(max)}`);
  }
  if (range.step === undefined) return;
  const step = amount(range.step);
  const [size, from] = [wholeUnits(range.step), wholeUnits(formatQuantity(min))];
  const offStep = (value: Quantity) => size !== 0n && (wholeUnits(formatQuantity(value)) - from) % size !== 0n;
  const text = `value is not a multiple of a given step (${formatQuantity(step)}) from (${formatQuantity(min)})`;
  if (offStep(fallback)) bad('step', fallback, text);
  if (max && offStep(max)) bad('step', max, text);
  const first = addQuantity(min, step);
  if (compareQuantity(first, all) > 0)
    bad('step', step, `one step ${formatQuantity(first)} is larger than capacity value: ${formatQuantity(all)}`);
}

function amount(text: string | number): Quantity {
  return parseQuantity(text) ?? { nano: 0n, format: 'DecimalSI' };
}
