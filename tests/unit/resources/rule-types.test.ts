/** What rules of definitions may know of a value: the types of its schema, each named after its place. */
import { expect, test } from 'vitest';
import { compile } from '../../../workers/api/cel/compile';
import { shortTypeName } from '../../../workers/api/cel/types';
import { toCel } from '../../../workers/api/cel/values';
import { celTypeOf } from '../../../workers/resources/apiextensions/schema/cel-type';
import { compileRules } from '../../../workers/resources/apiextensions/customresourcedefinitions/rule-validation';
import { RuleCosts } from '../../../workers/resources/apiextensions/customresourcedefinitions/rule-costs';
import type { FieldError } from '../../../workers/api/field-error';
import type { JsonSchemaProps } from '../../../workers/resources/apiextensions/schema/json-schema';

const OPEN = { 'x-kubernetes-preserve-unknown-fields': true };
const item: JsonSchemaProps = { type: 'object', properties: { k: { type: 'string' } } };
const SCHEMA: JsonSchemaProps = {
  type: 'object',
  properties: {
    list: { type: 'array', items: item },
    map: { type: 'object', additionalProperties: item },
    one: item,
    open: { type: 'object', ...OPEN },
    unknown: OPEN,
    unknowns: { type: 'array', items: OPEN },
    namespace: { type: 'string' },
  },
};

function outcome(rule: string): unknown {
  const self = celTypeOf(SCHEMA);
  const program = compile(rule, { self: self as NonNullable<typeof self> });
  if ('error' in program) return program.error.split('\n')[0];
  const result = program.evaluate({ self: toCel({ namespace: 'n', one: { k: 'a' } }, self) });
  return 'value' in result ? result.value : result.error;
}

test.each([
  ['self.one == 1', "ERROR: <input>:1:10: found no matching overload for '_==_' applied to '(selfType0.one, int)'"],
  [
    'self.one in self.list',
    "ERROR: <input>:1:10: found no matching overload for '@in' applied to '(selfType0.one, list(selfType0.list.@idx))'",
  ],
  ['self.map["a"] == 1', "ERROR: <input>:1:15: found no matching overload for '_==_' applied to '(selfType0.map.@elem, int)'"],
  ['self.open.x == 1', "ERROR: <input>:1:10: undefined field 'x'"],
  ['has(self.unknown)', "ERROR: <input>:1:4: undefined field 'unknown'"],
  ['has(self.unknowns)', "ERROR: <input>:1:4: undefined field 'unknowns'"],
  ['self.namespace == "n" && self.__namespace__ == "n"', true],
])('%s', (rule, expected) => {
  expect(outcome(rule)).toBe(expected);
});

test.each<[string, JsonSchemaProps, string | undefined]>([
  ['unknown values', OPEN, undefined],
  ['lists of them', { type: 'array', items: OPEN }, undefined],
  ['maps of them', { type: 'object', additionalProperties: OPEN }, undefined],
  ['integers or texts', { 'x-kubernetes-int-or-string': true }, 'dyn'],
  ['objects of whatever', { type: 'object', additionalProperties: true }, 'selfType0'],
])('the type of %s', (_, schema, name) => {
  const type = celTypeOf(schema);
  expect(type && shortTypeName(type)).toBe(name);
});

test('rules of values of no type are refused together', () => {
  const errors: FieldError[] = [];
  const schema = { ...OPEN, 'x-kubernetes-validations': [{ rule: 'true' }, { rule: 'false' }] };
  compileRules(schema, { path: 'p', root: false, cardinality: 1, pastless: undefined, costs: new RuleCosts() }, errors);
  expect(errors.map(({ type, field }) => [type, field])).toEqual([['InternalError', 'p.x-kubernetes-validations']]);
});
