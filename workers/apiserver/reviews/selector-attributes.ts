/**
 * Selectors inside access reviews (source: pkg/apis/authorization/validation/validation.go and
 * pkg/registry/authorization/util/helpers.go, 1.36).
 */
import { forbiddenField, invalid, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { parseFieldSelector } from '../../api/fields';
import { parseSelector } from '../../api/labels';
import { isLabelKey, isLabelValue } from '../../api/names';
import { pushInvalid } from '../../resources/validation/labels';

export interface SelectorAttributes {
  readonly rawSelector?: string;
  readonly requirements?: readonly Requirement[];
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Selectors {
  readonly fieldSelector?: SelectorAttributes;
  readonly labelSelector?: SelectorAttributes;
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

export function checkSelectors({ fieldSelector, labelSelector }: Selectors): FieldError[] {
  const at = 'spec.resourceAttributes';
  return [
    ...(fieldSelector ? checkSelector(fieldSelector, `${at}.fieldSelector`, checkFieldRequirement) : []),
    ...(labelSelector ? checkSelector(labelSelector, `${at}.labelSelector`, checkLabelRequirement) : []),
  ];
}

function checkSelector(
  { rawSelector = '', requirements = [] }: SelectorAttributes,
  at: string,
  check: (requirement: Requirement, at: string) => FieldError[],
): FieldError[] {
  if (rawSelector === '' && requirements.length === 0)
    return [required(`${at}.requirements`, `when ${at} is specified, requirements or rawSelector is required`)];
  const both = rawSelector !== '' && requirements.length > 0;
  return [
    ...(both ? [invalid(`${at}.rawSelector`, rawSelector, 'may not specified at the same time as requirements')] : []),
    ...requirements.flatMap((requirement, index) => check(requirement, `${at}.requirements[${index}]`)),
  ];
}

function checkLabelRequirement({ key = '', operator, values = [] }: Requirement, at: string): FieldError[] {
  const errors = checkValues(operator, values, at);
  pushInvalid(errors, `${at}.key`, key, isLabelKey(key));
  for (const [index, value] of values.entries()) pushInvalid(errors, `${at}.values[${index}]`, value, isLabelValue(value));
  return errors;
}

function checkFieldRequirement({ key = '', operator, values = [] }: Requirement, at: string): FieldError[] {
  return [...(key === '' ? [required(`${at}.key`, 'must be specified')] : []), ...checkValues(operator, values, at)];
}

/** Operators that are not known yet are left to the authorizer. */
function checkValues(operator: string, values: readonly string[], at: string): FieldError[] {
  if (operator === 'In' || operator === 'NotIn')
    return values.length ? [] : [required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'")];
  const none = operator === 'Exists' || operator === 'DoesNotExist';
  return none && values.length
    ? [forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
    : [];
}

/** What an authorizer that looks at fields can use. */
export function equalities(requirements: readonly Requirement[]): string {
  return requirements
    .filter(({ operator, values }) => operator === 'In' && values?.length === 1)
    .map(({ key, values }) => `${key}=${values?.[0]}`)
    .join(',');
}

/** Fields are compared with one value at a time. */
export function fieldProblems(selector: SelectorAttributes | undefined): string[] {
  const isUsable = ({ operator, values }: Requirement) => (operator === 'In' || operator === 'NotIn') && values?.length === 1;
  return problems('fieldSelector', selector, (text) => 'error' in parseFieldSelector(text), isUsable);
}

export function labelProblems(selector: SelectorAttributes | undefined): string[] {
  return problems(
    'labelSelector',
    selector,
    (text) => 'error' in parseSelector(text),
    ({ operator }) => OPERATORS.includes(operator),
  );
}

function problems(
  field: string,
  { rawSelector = '', requirements = [] }: SelectorAttributes = {},
  isBroken: (text: string) => boolean,
  isUsable: (requirement: Requirement) => boolean,
): string[] {
  const ignored = rawSelector ? isBroken(rawSelector) : requirements.some((requirement) => !isUsable(requirement));
  if (!ignored) return [];
  const partially = !rawSelector && requirements.some(isUsable) ? 'partially ' : '';
  return [`spec.resourceAttributes.${field} ${partially}ignored due to parse error`];
}
