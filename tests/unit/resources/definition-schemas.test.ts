import { describe, expect, test } from 'vitest';
import type { FieldError } from '../../../workers/api/field-error';
import { validateSchema } from '../../../workers/resources/apiextensions/customresourcedefinitions/schema-validation';
import { hasFormat, isKnownFormat } from '../../../workers/resources/apiextensions/schema/formats';
import { SchemaDecoder } from '../../../workers/resources/apiextensions/schema/decode-schema';
import { dropSchemaNulls, prune } from '../../../workers/resources/apiextensions/schema/prune';
import { validateListTypes } from '../../../workers/resources/apiextensions/schema/list-types';
import { validateValue } from '../../../workers/resources/apiextensions/schema/validate';
import type { JsonSchemaProps } from '../../../workers/resources/apiextensions/schema/json-schema';

function decoded(schema: object): { readonly result: unknown; readonly unknown: readonly string[]; readonly error: string | undefined } {
  const decoder = new SchemaDecoder(new Map([['schema.minLength', '1.0']]));
  const result = decoder.schema(schema, 'schema', 'schema');
  return { result, unknown: decoder.unknownFields, error: decoder.error };
}

function problems(schema: object): string[] {
  const errors: FieldError[] = [];
  validateSchema(schema as JsonSchemaProps, 's', errors);
  return errors.map(({ field, message }) => `${field}: ${message}`);
}

const FIELD = 'json: cannot unmarshal';

describe('schemas in bodies', () => {
  test.each([
    ['a number is no text', { type: 5 }, `${FIELD} number into Go struct field JSONSchemaProps.schema.type of type string`],
    [
      'a list of schemas is a list',
      { allOf: {} },
      `${FIELD} object into Go struct field JSONSchemaProps.schema.allOf of type []v1.JSONSchemaProps`,
    ],
    [
      'paths in Go have no keys',
      { properties: { a: { items: { maxItems: 'x' } } } },
      `${FIELD} string into Go struct field JSONSchemaProps.schema.properties.items.maxItems of type int64`,
    ],
    [
      'whole numbers are written without a point',
      { minLength: 1 },
      `${FIELD} number 1.0 into Go struct field JSONSchemaProps.schema.minLength of type int64`,
    ],
    ['what has a decoder of its own ends the reading', { type: 5, additionalProperties: 5 }, 'boolean or JSON schema expected'],
    [
      'rules are structs of their own',
      { 'x-kubernetes-validations': [{ optionalOldSelf: 'x' }] },
      `${FIELD} string into Go struct field ValidationRule.schema.x-kubernetes-validations.optionalOldSelf of type bool`,
    ],
  ])('%s', (_, schema, error) => {
    expect(decoded(schema).error).toBe(error);
  });

  test('unknown fields are named, but not below items', () => {
    const schema = { zz: 1, properties: { a: { Type: 'x' } }, items: { zz: 1 } };
    expect(decoded(schema)).toEqual({
      result: { properties: { a: {} }, items: {} },
      unknown: ['unknown field "schema.zz"', 'unknown field "schema.properties.a.Type"'],
      error: undefined,
    });
  });

  test('empty members are left out except where they mean something', () => {
    const schema = {
      type: '',
      required: [],
      nullable: false,
      'x-kubernetes-preserve-unknown-fields': false,
      maxLength: 0,
      items: 5,
      enum: [null],
    };
    expect(decoded(schema).result).toEqual({ 'x-kubernetes-preserve-unknown-fields': false, maxLength: 0, enum: [null] });
  });
});

const OBJECT = { type: 'object' };

describe('what a schema may say', () => {
  test.each([
    [
      'metadata is only restricted by name',
      { ...OBJECT, properties: { metadata: { ...OBJECT, description: 'x' } } },
      [
        's.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified',
      ],
    ],
    [
      'what the root checks it declares',
      { ...OBJECT, oneOf: [{ properties: { b: {} } }] },
      ['s.properties[b]: Required value: because it is defined in s.oneOf[0].properties[b]'],
    ],
    ['what a member checks it need not declare', { ...OBJECT, properties: { a: { ...OBJECT, oneOf: [{ properties: { b: {} } }] } } }, []],
    [
      'what makes a schema unstructural is told before the rest',
      { type: 'foo' },
      [
        's.type: Invalid value: "foo": must be object at the root',
        's.type: Unsupported value: "foo": supported values: "array", "boolean", "integer", "number", "object", "string"',
      ],
    ],
    [
      'parts of OpenAPI that definitions do without',
      { ...OBJECT, properties: { a: { type: 'string', id: 'x', additionalItems: true } } },
      [
        's.properties[a].id: Forbidden: id is not supported',
        's.properties[a].additionalItems: Forbidden: additionalItems is not supported',
      ],
    ],
    [
      'lists have one schema for all items',
      { ...OBJECT, properties: { a: { type: 'array', items: [{ type: 'string' }] } } },
      ['s.properties[a].items: Forbidden: items must be a schema object and not an array'],
    ],
    [
      'int-or-string excludes two others',
      { ...OBJECT, properties: { a: { 'x-kubernetes-int-or-string': true, 'x-kubernetes-preserve-unknown-fields': true } } },
      ['s.properties[a].x-kubernetes-preserve-unknown-fields: Invalid value: true: must be false if x-kubernetes-int-or-string is true'],
    ],
    [
      'rules are not compiled where another is malformed',
      { ...OBJECT, 'x-kubernetes-validations': [{ rule: '' }, { rule: 'nope' }] },
      ['s.x-kubernetes-validations[0].rule: Required value: rule is not specified'],
    ],
    [
      'defaults keep the rules',
      { ...OBJECT, properties: { a: { type: 'integer', default: 1, 'x-kubernetes-validations': [{ rule: 'self > 5' }] } } },
      ['s.properties[a].default: Invalid value: 1: failed rule: self > 5'],
    ],
  ])('%s', (_, schema, expected) => {
    expect(problems(schema)).toEqual(expected);
  });
});

describe('formats', () => {
  test.each([
    ['isbn', '978-0-306-40615-7', true],
    ['isbn10', '0-306-40615-3', false],
    ['creditcard', '4111 1111 1111 1111', true],
    ['ssn', '123-45-678', false],
    ['rgbcolor', 'rgb(1, 2, 255)', true],
    ['k8s-short-name', 'Upper', false],
    ['u-u-i-d', 'x', false],
    ['hostname', '10.0.0.1', false],
    ['hostname', 'a-b.example', true],
    ['unknown', 'x', true],
  ])('%s of %s: %s', (format, text, valid) => {
    expect(hasFormat(text, format)).toBe(valid);
  });

  test('which formats go with which types', () => {
    const pairs = [
      ['string', 'date-time'],
      ['string', 'int32'],
      ['integer', 'int32'],
      ['integer', 'float'],
      ['boolean', 'byte'],
    ] as const;
    expect(pairs.map(([type, format]) => isKnownFormat(type, format))).toEqual([true, false, true, false, false]);
  });
});

function refusals(value: unknown, schema: object): string[] {
  const errors: FieldError[] = [];
  validateValue(value, schema as JsonSchemaProps, 'a', undefined, errors);
  validateListTypes(value, schema as JsonSchemaProps, 'a', errors);
  return errors.map(({ field, message }) => `${field}: ${message}`);
}

describe('values against schemas', () => {
  test.each([
    [
      'the choices are told though the type is wrong',
      5,
      { type: 'string', enum: ['x'] },
      ['a: Invalid value: "integer": a in body must be of type string: "integer"', 'a: Unsupported value: 5: supported values: "x"'],
    ],
    [
      'null is none of the choices',
      null,
      { type: 'string', nullable: true, enum: ['x', null] },
      ['a: Unsupported value: null: supported values: "x", "null"'],
    ],
    [
      'junctors are told without a place',
      'x',
      { type: 'string', not: { enum: ['x'] } },
      ['<nil>: Invalid value: "": "a" must not validate the schema (not)'],
    ],
    [
      'a number where a text of a format belongs',
      5,
      { type: 'string', format: 'uuid' },
      ['a: Invalid value: "int64": a in body must be of type uuid: "int64"'],
    ],
    ['a list passes for a text of a format', [], { type: 'string', format: 'uuid' }, []],
    [
      'a fraction where an integer belongs',
      1.5,
      { type: 'integer' },
      [
        'a: Invalid value: "number": a in body must be of type integer: "number"',
        '<nil>: Invalid value: "": Checked value must be of type integer (default format) in a',
      ],
    ],
    [
      'integers are divided by whole factors',
      5,
      { type: 'number', multipleOf: 0.5 },
      ['a: Invalid value: 0: factor MultipleOf declared for a must be positive: 0'],
    ],
    [
      'items of a keyed list are objects',
      ['x'],
      { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['k'] },
      ['a[0]: Invalid value: "x": must be an object for an array of list-type map'],
    ],
    ['one item at most', [1, 2], { type: 'array', maxItems: 1 }, ['a: Too many: 2: must have at most 1 item']],
  ])('%s', (_, value, schema, expected) => {
    expect(refusals(value, schema)).toEqual(expected);
  });

  test('members of items that no schema declares go, nulls that may not be go too', () => {
    const value = { list: [{ k: 1 }], map: { a: null, b: 'x' } };
    const schema = { properties: { list: { type: 'array' }, map: { type: 'object', additionalProperties: { type: 'string' } } } };
    const pruned: string[] = [];
    prune(value, schema, '', pruned);
    dropSchemaNulls(value, schema);
    expect({ value, pruned }).toEqual({ value: { list: [{}], map: { b: 'x' } }, pruned: ['list[0].k'] });
  });
});
