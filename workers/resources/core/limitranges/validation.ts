/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateLimitRange, 1.36. */
import { duplicate, forbiddenField, invalid, jsonText, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isLabelKey } from '../../../api/names';
import { canonicalQuantity, parseQuantity } from '../../../api/quantity';
import { validateContainerResourceName } from '../pods/validation/resources';
import { isStandard } from '../resourcequotas/validation';
import { pushInvalid } from '../../validation/labels';

type Amounts = Readonly<Record<string, string>>;
interface Item {
  readonly type?: string;
  readonly max?: Amounts;
  readonly min?: Amounts;
  readonly default?: Amounts;
  readonly defaultRequest?: Amounts;
  readonly maxLimitRequestRatio?: Amounts;
}

const TYPES = ['Container', 'PersistentVolumeClaim', 'Pod'];
const LISTS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const;

export function validateLimitRange(object: AnyObject): FieldError[] {
  const items = (object.spec as { readonly limits?: readonly Item[] } | undefined)?.limits ?? [];
  const errors: FieldError[] = [];
  const types = new Set<string>();
  for (const [index, item] of items.entries()) {
    const at = `spec.limits[${index}]`;
    const type = item.type ?? '';
    const texts = isLabelKey(type);
    pushInvalid(errors, `${at}.type`, jsonText(type), texts);
    if (texts.length === 0 && !type.includes('/') && !TYPES.includes(type)) {
      errors.push(invalid(`${at}.type`, jsonText(type), 'must be a standard limit type or fully qualified'));
    }
    if (types.has(type)) {
      errors.push(duplicate(`${at}.type`, type));
    }
    types.add(type);
    validateItem(item, type, at, errors);
  }
  return errors;
}

function validateItem(item: Item, type: string, at: string, errors: FieldError[]): void {
  const names = new Set<string>();
  for (const list of LISTS) {
    if (type === 'Pod' && (list === 'default' || list === 'defaultRequest')) {
      if (Object.keys(item[list] ?? {}).length > 0) {
        errors.push(forbiddenField(`${at}.${list}`, "may not be specified when `type` is 'Pod'"));
      }
      continue;
    }
    for (const name of Object.keys(item[list] ?? {})) {
      names.add(name);
      validateResourceName(name, type, `${at}.${list}[${name}]`, errors);
    }
  }
  if (type === 'PersistentVolumeClaim' && item.min?.storage === undefined && item.max?.storage === undefined) {
    errors.push(required(`${at}.limits`, 'either minimum or maximum storage value is required, but neither was provided'));
  }
  const { default: _default, defaultRequest: _defaultRequest, ...ofPods } = item;
  for (const name of [...names].toSorted()) validateOrder(type === 'Pod' ? ofPods : item, name, at, errors);
}

function validateResourceName(name: string, type: string, field: string, errors: FieldError[]): void {
  if (type === 'Container' || type === 'Pod') return validateContainerResourceName(name, field, errors);
  const texts = isLabelKey(name);
  pushInvalid(errors, field, name, texts);
  if (name.includes('/') || name.startsWith('hugepages-')) return;
  if (texts.length === 0 && !isStandard(name) && name !== 'storage')
    errors.push(invalid(field, name, 'must be a standard resource type or fully qualified'));
}

/** min, default request, default and max must not fall. */
function validateOrder(item: Item, name: string, at: string, errors: FieldError[]): void {
  const amount = (list: (typeof LISTS)[number]): string | undefined => item[list]?.[name];
  const compare = (
    low: (typeof LISTS)[number],
    high: (typeof LISTS)[number],
    field: (typeof LISTS)[number],
    text: (low: string, high: string) => string,
  ): void => {
    const a = amount(low);
    const b = amount(high);
    if (a !== undefined && b !== undefined && nano(a) > nano(b)) {
      errors.push(
        invalid(
          `${at}.${field}[${name}]`,
          canonicalQuantity(low === 'min' && high === 'default' ? a : low === 'default' ? b : (amount(field) ?? '')),
          text(canonicalQuantity(a), canonicalQuantity(b)),
        ),
      );
    }
  };
  compare('min', 'max', 'min', (a, b) => `min value ${a} is greater than max value ${b}`);
  compare('min', 'defaultRequest', 'defaultRequest', (a, b) => `min value ${a} is greater than default request value ${b}`);
  compare('defaultRequest', 'max', 'defaultRequest', (a, b) => `default request value ${a} is greater than max value ${b}`);
  compare('defaultRequest', 'default', 'defaultRequest', (a, b) => `default request value ${a} is greater than default limit value ${b}`);
  compare('min', 'default', 'default', (a, b) => `min value ${a} is greater than default value ${b}`);
  compare('default', 'max', 'default', (a, b) => `default value ${a} is greater than max value ${b}`);
  validateRatio(amount('maxLimitRequestRatio'), amount('min'), amount('max'), `${at}.maxLimitRequestRatio[${name}]`, errors);
  const [given, request] = [amount('default'), amount('defaultRequest')].map((text) => text && canonicalQuantity(text));
  const overcommits = (!name.includes('/') || name.includes('kubernetes.io/')) && !name.startsWith('hugepages-');
  if (!overcommits && given !== undefined && request !== undefined && nano(given) !== nano(request)) {
    const text = `default value ${given} must equal to defaultRequest value ${request} in ${name}`;
    errors.push(invalid(`${at}.defaultRequest[${name}]`, request, text));
  }
}

function validateRatio(
  ratio: string | undefined,
  min: string | undefined,
  max: string | undefined,
  field: string,
  errors: FieldError[],
): void {
  if (ratio === undefined) {
    return;
  }
  const text = canonicalQuantity(ratio);
  if (nano(ratio) < 1_000_000_000n) {
    errors.push(invalid(field, text, `ratio ${text} is less than 1`));
  }
  if (min !== undefined && max !== undefined) {
    const limit = Number(nano(max)) / Number(nano(min));
    if (Number(nano(ratio)) / 1e9 > limit) {
      errors.push(invalid(field, text, `ratio ${text} is greater than max/min = ${limit.toFixed(6)}`));
    }
  }
}

function nano(amount: string): bigint {
  return parseQuantity(amount)?.nano ?? 0n;
}
