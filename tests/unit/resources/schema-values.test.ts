import { describe, expect, test } from 'vitest';
import { firstAt } from '../../../workers/resources/apiextensions/customresourcedefinitions/json-path';
import { hasFormat } from '../../../workers/resources/apiextensions/schema/formats';
import type { JsonSchemaProps } from '../../../workers/resources/apiextensions/schema/json-schema';
import { validateListTypes } from '../../../workers/resources/apiextensions/schema/list-types';
import { isUnchanged } from '../../../workers/resources/apiextensions/schema/unchanged';
import { validateValue } from '../../../workers/resources/apiextensions/schema/validate';
import type { FieldError } from '../../../workers/api/field-error';

describe('formats of texts', () => {
  test.each([
    ['email', 'Ann <ann@example.com>', true],
    ['email', 'a..b@example.com', false],
    ['ipv4', '010.1.2.3', true],
    ['ipv4', '::ffff:1.2.3.4', true],
    ['ipv6', '1.2.3.4', false],
    ['cidr', '10.0.0.0/08', true],
    ['cidr', '::/129', false],
    ['mac', '0123.4567.89ab', true],
    ['mac', '01:23-45:67:89:ab', false],
    ['uri', 'urn:a:b', true],
    ['uri', 'http://[::1', false],
    ['uri', '/a%zz', false],
    ['date', '2024-02-29', true],
    ['date', '2023-02-29', false],
    ['date-time', '2020-01-01T24:00:00Z', false],
    ['date-time', '2020-01-01t00:00:00.5+02:00', true],
    ['duration', '3 weeks', true],
    ['duration', '.5s', true],
    ['duration', '5', false],
    ['ssn', '111111111', false],
  ])('%s takes %s: %s', (format, text, expected) => {
    expect(hasFormat(text, format)).toBe(expected);
  });
});

function problems(value: unknown, schema: JsonSchemaProps, before?: unknown): string[] {
  const errors: FieldError[] = [];
  validateValue(value, schema, 'at', before, errors);
  return errors.map(({ field, message }) => `${field}: ${message}`);
}

describe('values against their schema', () => {
  test.each<[string, unknown, JsonSchemaProps, string[]]>([
    [
      'whole numbers are held against whole limits',
      2,
      { type: 'number', maximum: 1.5 },
      ['at: Invalid value: 2: at in body should be less than or equal to 1'],
    ],
    ['other numbers are not', 1.4, { type: 'number', maximum: 1.5 }, []],
    [
      'int32 has a range',
      2 ** 31,
      { type: 'integer', format: 'int32' },
      ['<nil>: Invalid value: "": Checked value must be of type integer with format int32 in at'],
    ],
    [
      'an object with too few members is not looked into',
      { a: 1 },
      { type: 'object', minProperties: 2, properties: { a: { type: 'string' } } },
      ['at: Invalid value: 1: at in body should have at least 2 properties'],
    ],
    [
      'what is missing is told after what is wrong',
      { b: 1 },
      { type: 'object', required: ['a'], properties: { b: { type: 'string' } } },
      ['at.b: Invalid value: "integer": at.b in body must be of type string: "integer"', 'at.a: Required value'],
    ],
    [
      'of failed alternatives the first of those that fit most is explained',
      ['a', 'b'],
      { type: 'array', items: { type: 'string' }, anyOf: [{ items: { minLength: 2 } }, { maxItems: 1 }] },
      [
        '<nil>: Invalid value: "": "at" must validate at least one schema (anyOf)',
        'at[0]: Invalid value: "a": at[0] in body should be at least 2 chars long',
        'at[1]: Invalid value: "b": at[1] in body should be at least 2 chars long',
      ],
    ],
    ['numbers lose their fraction for an enumeration', 1.5, { enum: [1] }, []],
  ])('%s', (_, value, schema, expected) => {
    expect(problems(value, schema)).toEqual(expected);
  });

  test('what was wrong before may stay, in another order too where keys tell items apart', () => {
    const schema: JsonSchemaProps = {
      type: 'array',
      maxItems: 1,
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k'],
      items: { type: 'object', properties: { k: { type: 'string' } } },
    };
    expect(isUnchanged([{ k: 'b' }, { k: 'a' }], [{ k: 'a' }, { k: 'b' }], schema)).toBe(true);
    expect(problems([{ k: 'b' }, { k: 'a' }], schema, [{ k: 'a' }, { k: 'b' }])).toEqual([]);
    expect(problems([{ k: 'b' }, { k: 'c' }], schema, [{ k: 'a' }, { k: 'b' }])).toEqual(['at: Too many: 2: must have at most 1 item']);
  });

  test('a repetition is told once', () => {
    const errors: FieldError[] = [];
    validateListTypes(['a', 'b', 'a', 'a', 'b'], { type: 'array', 'x-kubernetes-list-type': 'set' }, 'l', errors);
    expect(errors.map(({ field }) => field)).toEqual(['l[2]', 'l[4]']);
  });
});

describe('JSONPath', () => {
  const object = {
    spec: {
      list: [
        { n: 1, a: 'x' },
        { n: 2, a: 'y' },
        { n: 3, a: 'z' },
      ],
      texts: ['p', 'q', 'r'],
      map: { k2: 'v2', k1: 'v1' },
    },
    metadata: { labels: { 'app.kubernetes.io/name': 'web' } },
  };
  test.each<[string, unknown]>([
    ['.spec.texts[-1]', 'r'],
    ['.spec.texts[1:]', 'q'],
    ['.spec.texts[3:]', undefined],
    ['.spec.list[?(@.n>1)].a', 'y'],
    ['.spec.list[?(@.a=="z")].n', 3],
    ['.spec.map.*', 'v1'],
    ['..a', 'x'],
    [".spec['none','map'].k1", 'v1'],
    [String.raw`.metadata.labels['app\.kubernetes\.io/name']`, 'web'],
    [String.raw`.metadata.labels.app\.kubernetes\.io/name`, 'web'],
  ])('%s finds %s', (path, expected) => {
    expect(firstAt(object, path)).toEqual(expected);
  });
});
