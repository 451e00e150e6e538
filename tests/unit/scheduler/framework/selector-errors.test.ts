import { describe, expect, test } from 'vitest';
import { labelSelectorError, preferredTermsError } from '../../../../workers/scheduler/framework/selector-errors';
import type { PreferredTermSpec } from '../../../../workers/scheduler/framework/node-selector';
import type { LabelSelectorSpec } from '../../../../workers/scheduler/framework/selector';

const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

const SELECTORS: readonly { readonly name: string; readonly selector: LabelSelectorSpec; readonly error: string | undefined }[] = [
  {
    name: 'a sound selector has no error',
    selector: { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'b', operator: 'Exists' }] },
    error: undefined,
  },
  {
    name: 'In needs values',
    selector: { matchExpressions: [{ key: 'app', operator: 'In' }] },
    error: "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty",
  },
  {
    name: 'Exists takes no values',
    selector: { matchExpressions: [{ key: 'app', operator: 'Exists', values: ['x'] }] },
    error: 'values: Invalid value: ["x"]: values set must be empty for exists and does not exist',
  },
  {
    name: 'Gt is for nodes only',
    selector: { matchExpressions: [{ key: 'app', operator: 'Gt', values: ['1'] }] },
    error: '"Gt" is not a valid label selector operator',
  },
  {
    name: 'matchLabels are label values',
    selector: { matchLabels: { app: '-2' } },
    error: `values[0][app]: Invalid value: "-2": ${LABEL_VALUE}`,
  },
];

test.each(SELECTORS)('$name', ({ selector, error }) => expect(labelSelectorError(selector)).toBe(error));

const TERMS: readonly { readonly name: string; readonly terms: readonly PreferredTermSpec[]; readonly error: string | undefined }[] = [
  {
    name: 'a term of weight 0 may be malformed',
    terms: [{ weight: 0, preference: { matchExpressions: [{ key: 'a', operator: 'Foo' }] } }],
    error: undefined,
  },
  {
    name: 'fields are compared with one value',
    terms: [{ weight: 1, preference: { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a', 'b'] }] } }],
    error: '[0].matchFields[0].values: Invalid value: ["a","b"]: must have one element',
  },
  {
    name: 'several errors are joined, each text once',
    terms: [
      { weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
      { weight: 2, preference: { matchExpressions: [{ key: 'gen', operator: 'Gt', values: [' 3'] }] } },
    ],
    error: `[[1].matchExpressions[0].values[0]: Invalid value: " 3": for 'Gt', 'Lt' operators, the value must be an integer, [1].matchExpressions[0].values[0][gen]: Invalid value: " 3": ${LABEL_VALUE}]`,
  },
  {
    name: 'an integer fits into 64 bits',
    terms: [{ weight: 1, preference: { matchExpressions: [{ key: 'gen', operator: 'Lt', values: ['9223372036854775808'] }] } }],
    error:
      "[0].matchExpressions[0].values[0]: Invalid value: \"9223372036854775808\": for 'Gt', 'Lt' operators, the value must be an integer",
  },
];

describe('preferred node affinity', () => {
  test.each(TERMS)('$name', ({ terms, error }) => expect(preferredTermsError(terms)).toBe(error));
});
