/**
 * Label selectors, as texts and as objects (source: k8s.io/apimachinery/pkg/labels/selector.go and
 * pkg/apis/meta/v1/helpers.go, 1.36). A Selector is compiled once and matched often.
 */
import { invalid } from './field-error';
import { isLabelKey, isLabelValue } from './names';
import { parseRequirements } from './selector-parser';

export type LabelSet = Readonly<Record<string, string>>;
export type SelectorOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'exists' | '!' | 'gt' | 'lt';

export interface Requirement {
  readonly key: string;
  readonly operator: SelectorOperator;
  /** Sorted, without repeats. */
  readonly values: readonly string[];
}

export interface Selector {
  /** false for the selector of an absent LabelSelector, which matches nothing. */
  readonly selectable: boolean;
  /** Sorted by key; all must hold. */
  readonly requirements: readonly Requirement[];
}

/** meta/v1 LabelSelector. */
export interface LabelSelector {
  readonly matchLabels?: LabelSet;
  readonly matchExpressions?: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
}

export const EVERYTHING: Selector = { selectable: true, requirements: [] };
export const NOTHING: Selector = { selectable: false, requirements: [] };

const NO_LABELS: LabelSet = {};
const EXPRESSION_OPERATORS: Readonly<Record<string, SelectorOperator>> = { In: 'in', NotIn: 'notin', Exists: 'exists', DoesNotExist: '!' };
const compiled = new WeakMap<object, Selector>();
const compiledSets = new WeakMap<object, Selector>();

/** Parses "app=web,tier in (a,b),!old". On failure the error text that Kubernetes gives (without what callers put before it). */
export function parseSelector(text: string): { readonly selector: Selector } | { readonly error: string } {
  const result = parseRequirements(text, newRequirement);
  return 'error' in result ? result : { selector: { selectable: true, requirements: sortByKey(result.requirements) } };
}

/** Compiles a LabelSelector object; results are remembered per object (objects never change). An absent one matches nothing. */
export function selectorFrom(labelSelector: LabelSelector | undefined | null): Selector {
  if (!labelSelector) {
    return NOTHING;
  }
  const known = compiled.get(labelSelector);
  if (known) {
    return known;
  }
  const requirements: Requirement[] = Object.entries(labelSelector.matchLabels ?? NO_LABELS).map(([key, value]) => ({
    key,
    operator: '=',
    values: [value],
  }));
  for (const { key, operator, values } of labelSelector.matchExpressions ?? []) {
    requirements.push({ key, operator: EXPRESSION_OPERATORS[operator] ?? 'in', values: [...new Set(values)].toSorted() });
  }
  const selector = { selectable: true, requirements: sortByKey(requirements) };
  compiled.set(labelSelector, selector);
  return selector;
}

/** The selector of a plain map (Service, ReplicationController). An absent or empty map matches everything, as labels.SelectorFromSet does. */
export function selectorFromSet(set: LabelSet | undefined | null): Selector {
  if (!set) {
    return EVERYTHING;
  }
  const known = compiledSets.get(set);
  if (known) {
    return known;
  }
  const selector: Selector = {
    selectable: true,
    requirements: sortByKey(Object.entries(set).map(([key, value]) => ({ key, operator: '=', values: [value] }))),
  };
  compiledSets.set(set, selector);
  return selector;
}

export function matches(selector: Selector, labels: LabelSet | undefined): boolean {
  if (!selector.selectable) {
    return false;
  }
  const set = labels ?? NO_LABELS;
  for (const requirement of selector.requirements) {
    if (!holds(requirement, set)) {
      return false;
    }
  }
  return true;
}

/** The canonical text: "app=web,tier in (a,b)"; "" for a selector of everything. */
export function formatSelector(selector: Selector): string {
  return selector.requirements.map(formatRequirement).join(',');
}

/** As tables and describe print it: "<none>" when empty. */
export function formatLabelSelector(labelSelector: LabelSelector | undefined): string {
  return formatSelector(selectorFrom(labelSelector)) || '<none>';
}

/** "a=b,c=d" sorted by key, "<none>" when empty: how tables print labels and plain selectors. */
export function formatLabels(labels: LabelSet | undefined): string {
  const parts = Object.entries(labels ?? NO_LABELS).map(([key, value]) => `${key}=${value}`);
  return parts.length === 0 ? '<none>' : parts.toSorted().join(',');
}

function holds({ key, operator, values }: Requirement, labels: LabelSet): boolean {
  // What is inherited, as "constructor", is no text.
  const found: unknown = labels[key];
  const actual = typeof found === 'string' ? found : undefined;
  switch (operator) {
    case '=':
    case '==':
      return actual !== undefined && actual === values[0];
    case 'in':
      return actual !== undefined && values.includes(actual);
    case '!=':
    case 'notin':
      return actual === undefined || !values.includes(actual);
    case 'exists':
      return actual !== undefined;
    case '!':
      return actual === undefined;
    case 'gt':
    case 'lt':
      return (
        actual !== undefined &&
        isInteger(actual) &&
        (operator === 'gt' ? Number(actual) > Number(values[0]) : Number(actual) < Number(values[0]))
      );
  }
}

function newRequirement(key: string, operator: SelectorOperator, values: readonly string[]): Requirement | { readonly error: string } {
  const keyErrors = isLabelKey(key);
  const errors: string[] = keyErrors.length > 0 ? [fieldText('<nil>', key, keyErrors)] : [];
  if ((operator === 'gt' || operator === 'lt') && !isInteger(values[0] ?? '')) {
    errors.push(`values[0]: ${invalid('', values[0] ?? '', "for 'Gt', 'Lt' operators, the value must be an integer").message}`);
  }
  values.forEach((value, index) => {
    const valueErrors = isLabelValue(value);
    if (valueErrors.length > 0) {
      errors.push(fieldText(`values[${index}][${key}]`, value, valueErrors));
    }
  });
  if (errors.length > 0) {
    return { error: errors.length === 1 ? (errors[0] as string) : `[${errors.join(', ')}]` };
  }
  return { key, operator, values };
}

function fieldText(field: string, value: string, errors: readonly string[]): string {
  return `${field}: ${invalid(field, value, errors.join('; ')).message}`;
}

function formatRequirement({ key, operator, values }: Requirement): string {
  switch (operator) {
    case '!':
      return `!${key}`;
    case 'exists':
      return key;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(',')})`;
    case 'gt':
      return `${key}>${values.join(',')}`;
    case 'lt':
      return `${key}<${values.join(',')}`;
    default:
      return `${key}${operator}${values.join(',')}`;
  }
}

function isInteger(text: string): boolean {
  return /^[+-]?\d+$/.test(text);
}

function sortByKey(requirements: readonly Requirement[]): readonly Requirement[] {
  return requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}
