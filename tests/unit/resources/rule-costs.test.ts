import { expect, test } from 'vitest';
import type { FieldError } from '../../../workers/api/field-error';
import { validateSchema } from '../../../workers/resources/apiextensions/customresourcedefinitions/schema-validation';
import type { JsonSchemaProps } from '../../../workers/resources/apiextensions/schema/json-schema';

const ADVICE = '(try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)';

function problems(member: JsonSchemaProps): string[] {
  const errors: FieldError[] = [];
  validateSchema({ type: 'object', properties: { p: member } }, 's', errors);
  return errors.map(({ field, message }) => `${field}: ${message.replace(ADVICE, '...')}`);
}

const texts = (maxLength: number, maxItems: number): JsonSchemaProps => ({ type: 'array', maxItems, items: { type: 'string', maxLength } });
const ruled = (schema: JsonSchemaProps, rule: string, more: object = {}): JsonSchemaProps => ({
  ...schema,
  'x-kubernetes-validations': [{ rule, ...more }],
});
const AT = 's.properties[p].x-kubernetes-validations[0]';

test.each<[string, JsonSchemaProps, string[]]>([
  ['a loop over few short texts', ruled(texts(10, 10), 'self.all(x, x == "a")'), []],
  [
    'a loop in a loop',
    ruled(texts(64, 1000), 'self.all(x, self.exists_one(y, x == y))'),
    [`${AT}.rule: Forbidden: estimated rule cost exceeds budget by factor of 3.0x ...`],
  ],
  [
    'a check of a text of any length',
    ruled({ type: 'string' }, '!format.dns1123Label().validate(self).hasValue()'),
    [`${AT}.rule: Forbidden: estimated rule cost exceeds budget by factor of 1.006634x ...`],
  ],
  [
    'a message as long as can be',
    ruled({ type: 'integer' }, 'self > 2', { messageExpression: '"got " + string(self)' }),
    [
      `${AT}.messageExpression: Forbidden: estimated messageExpression cost exceeds budget by factor of more than 100x ...`,
      `${AT}.messageExpression: Forbidden: contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema`,
      's: Forbidden: x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema exceeds budget by factor of more than 100x ...',
    ],
  ],
  [
    'items of a list without keys have no past',
    { type: 'array', maxItems: 3, items: ruled({ type: 'string', maxLength: 5 }, 'self == oldSelf') },
    [
      's.properties[p].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within s.properties[p]',
    ],
  ],
])('rules of definitions: %s', (_, schema, expected) => {
  expect(problems(schema)).toEqual(expected);
});
