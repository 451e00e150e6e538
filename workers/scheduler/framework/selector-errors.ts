/**
 * What is wrong with a malformed selector, in the original's words: plugins that meet one answer with this text
 * (source: k8s.io/apimachinery/pkg/labels, pkg/util/errors, component-helpers nodeaffinity, 1.36).
 */
import { invalid, notSupported } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isLabelValue, isLabelKey } from '../../api/names';
import type { NodeSelectorTermSpec, PreferredTermSpec } from './node-selector';
import { parseInt64 } from './selector';
import type { LabelSelectorSpec, SelectorRequirement } from './selector';

const NODE_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'];
const FIELD_OPERATORS = ['In', 'NotIn'];
const LABEL_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** The first thing wrong with a label selector; undefined where it is fine. */
export function labelSelectorError(selector: LabelSelectorSpec | undefined): string | undefined {
  for (const [key, value] of Object.entries(selector?.matchLabels ?? {})) {
    const errors = requirementErrors({ key, operator: '=', values: [value] }, '');
    if (errors.length > 0) return aggregate(errors);
  }
  for (const requirement of selector?.matchExpressions ?? []) {
    if (!LABEL_OPERATORS.includes(requirement.operator)) return `"${requirement.operator}" is not a valid label selector operator`;
    const errors = requirementErrors(requirement, '');
    if (errors.length > 0) return aggregate(errors);
  }
  return undefined;
}

/** Everything wrong with preferred node affinity terms; those of weight 0 and empty ones are not looked at. */
export function preferredTermsError(terms: readonly PreferredTermSpec[]): string | undefined {
  const errors = terms.flatMap(({ weight, preference }, at) => (weight === 0 ? [] : nodeTermErrors(preference, `[${at}]`)));
  return errors.length > 0 ? aggregate(errors) : undefined;
}

/** `field`: path of the term. */
export function nodeTermErrors(term: NodeSelectorTermSpec, field: string): FieldError[] {
  const expressions = (term.matchExpressions ?? []).flatMap((one, at) => {
    const path = `${field}.matchExpressions[${at}]`;
    return NODE_OPERATORS.includes(one.operator)
      ? requirementErrors(one, path)
      : [notSupported(`${path}.operator`, one.operator ?? '', NODE_OPERATORS)];
  });
  const fields = (term.matchFields ?? []).flatMap((one, at) => {
    const path = `${field}.matchFields[${at}]`;
    if (!FIELD_OPERATORS.includes(one.operator)) return [notSupported(`${path}.operator`, one.operator ?? '', FIELD_OPERATORS)];
    return one.values?.length === 1 ? [] : [invalid(`${path}.values`, one.values ?? null, 'must have one element')];
  });
  return [...expressions, ...fields];
}

function requirementErrors({ key = '', operator, values = [] }: SelectorRequirement, path: string): FieldError[] {
  const field = (name: string) => (path === '' ? name : `${path}.${name}`);
  const errors: FieldError[] = [];
  const check = (at: string, value: unknown, messages: readonly string[]) => {
    if (messages.length > 0) errors.push(invalid(at, value, messages.join('; ')));
  };
  check(field('key'), key, isLabelKey(key));
  const wrong = (detail: string) => errors.push(invalid(field('values'), values.length > 0 ? values : null, detail));
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) wrong("for 'in', 'notin' operators, values set can't be empty");
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) wrong('values set must be empty for exists and does not exist');
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1) wrong("for 'Gt', 'Lt' operators, exactly one value is required");
    values.forEach((value, at) => {
      if (parseInt64(value) === undefined)
        errors.push(invalid(field(`values[${at}]`), value, "for 'Gt', 'Lt' operators, the value must be an integer"));
    });
  }
  values.forEach((value, at) => check(field(`values[${at}][${key}]`), value, isLabelValue(value)));
  return errors;
}

/** Several errors in brackets, each text once. */
function aggregate(errors: readonly FieldError[]): string {
  return joined(errors.map(({ field, message }) => `${field}: ${message}`));
}

export function joined(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  return distinct.length === 1 ? (distinct[0] as string) : `[${distinct.join(', ')}]`;
}
