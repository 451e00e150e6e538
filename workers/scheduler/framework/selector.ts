/** Selectors compiled to predicates over labels (source: k8s.io/apimachinery/pkg/labels, component-helpers nodeaffinity, 1.36). */
export type Labels = Readonly<Record<string, string>>;
export type LabelPredicate = (labels: Labels) => boolean;

export interface SelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface LabelSelectorSpec {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly SelectorRequirement[];
}

const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const LABEL_VALUE_MAX = 63;
const INTEGER = /^[+-]?\d+$/;
const INT64_MAX = 2n ** 63n;

export const NO_LABELS: Labels = Object.freeze({});
export const matchesEverything: LabelPredicate = () => true;
export const matchesNothing: LabelPredicate = () => false;

/** An absent selector matches nothing, an empty one everything. */
export function compileLabelSelector(selector: LabelSelectorSpec | undefined): LabelPredicate {
  if (!selector) return matchesNothing;
  const requirements: LabelPredicate[] = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => equals(key, value));
  for (const requirement of selector.matchExpressions ?? []) {
    const compiled = compileRequirement(requirement);
    if (!compiled) return matchesNothing;
    requirements.push(compiled);
  }
  return all(requirements);
}

/** All of these labels, each with this very value. */
export function compileLabels(labels: Labels): LabelPredicate {
  return all(Object.entries(labels).map(([key, value]) => equals(key, value)));
}

export function all(requirements: readonly LabelPredicate[]): LabelPredicate {
  const [only] = requirements;
  if (!only) return matchesEverything;
  if (requirements.length === 1) return only;
  return (labels) => {
    for (const requirement of requirements) if (!requirement(labels)) return false;
    return true;
  };
}

/** Undefined where the requirement itself is malformed; what it is part of then matches nothing. */
export function compileRequirement({ key, operator, values = [] }: SelectorRequirement): LabelPredicate | undefined {
  if (values.some((value) => value.length > LABEL_VALUE_MAX || !LABEL_VALUE.test(value))) return undefined;
  switch (operator) {
    case 'In':
      return values.length === 0 ? undefined : (labels) => has(labels, key) && values.includes(labels[key] as string);
    case 'NotIn':
      return values.length === 0 ? undefined : (labels) => !has(labels, key) || !values.includes(labels[key] as string);
    case 'Exists':
      return values.length > 0 ? undefined : (labels) => has(labels, key);
    case 'DoesNotExist':
      return values.length > 0 ? undefined : (labels) => !has(labels, key);
    case 'Gt':
    case 'Lt':
      return numeric(key, operator, values);
    default:
      return undefined;
  }
}

/** Inherited members, as "constructor", are no texts. */
function has(labels: Labels, key: string): boolean {
  return typeof labels[key] === 'string';
}

function equals(key: string, value: string): LabelPredicate {
  return (labels) => labels[key] === value;
}

function numeric(key: string, operator: 'Gt' | 'Lt', values: readonly string[]): LabelPredicate | undefined {
  const bound = values.length === 1 ? parseInt64(values[0] as string) : undefined;
  if (bound === undefined) return undefined;
  return (labels) => {
    const value = has(labels, key) ? parseInt64(labels[key] as string) : undefined;
    return value !== undefined && (operator === 'Gt' ? value > bound : value < bound);
  };
}

/** A decimal number that a signed 64-bit integer holds. */
export function parseInt64(text: string): bigint | undefined {
  if (!INTEGER.test(text)) return undefined;
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value < INT64_MAX && value >= -INT64_MAX ? value : undefined;
}
