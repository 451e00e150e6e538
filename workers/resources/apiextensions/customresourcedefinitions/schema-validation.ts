/**
 * Schemas of definitions: what OpenAPI allows, what makes them structural, their defaults and rules (source:
 * apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go and pkg/apiserver/schema/validation.go, 1.36).
 */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { cloneJson } from '../../../lib/clone';
import type { JsonSchemaProps } from '../schema/json-schema';
import { valuesOf } from '../schema/json-schema';
import { prune } from '../schema/prune';
import { validateValue } from '../schema/validate';
import { validateRuleTexts } from './rule-validation';
import { validateStructure } from './structural-validation';

export function validateSchema(schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  const found: FieldError[] = [];
  validateOpenApi(schema, path, found);
  if (schema.type !== undefined && schema.type !== 'object') found.push(invalid(`${path}.type`, schema.type, 'must be object at the root'));
  if (found.length === 0) validateStructure(schema, path, found);
  if (found.length === 0) validateDefaults(schema, path, found);
  if (found.length === 0) validateRuleTexts(schema, path, found, true);
  errors.push(...found);
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

function validateOpenApi(schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  if (schema.uniqueItems)
    errors.push(forbiddenField(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'));
  if (schema.additionalProperties !== undefined && schema.properties)
    errors.push(forbiddenField(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  if (schema.additionalProperties === false)
    errors.push(forbiddenField(`${path}.additionalProperties`, 'additionalProperties cannot be set to false'));
  if (schema.$ref) errors.push(forbiddenField(`${path}.$ref`, '$ref is not supported'));
  if (schema.type === 'null') errors.push(forbiddenField(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
  else if (schema.type && !TYPES.includes(schema.type)) errors.push(notSupported(`${path}.type`, schema.type, TYPES));
  if (schema.type === 'array' && !schema.items) errors.push(required(`${path}.items`, 'must be specified'));
  validatePattern(schema, path, errors);
  validateListTypes(schema, path, errors);
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  validateMapType(schema, path, errors);
  for (const [child, at] of childrenOf(schema, path)) validateOpenApi(child, at, errors);
}

/** Schemas right below, with their paths, in upstream's order. */
export function childrenOf(schema: JsonSchemaProps, path: string): (readonly [JsonSchemaProps, string])[] {
  const many = (name: 'allOf' | 'oneOf' | 'anyOf') =>
    (schema[name] ?? []).map((each, index) => [each, `${path}.${name}[${index}]`] as const);
  const values = valuesOf(schema);
  return [
    ...Object.entries(schema.properties ?? {})
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [each, `${path}.properties[${name}]`] as const),
    ...(values ? [[values, `${path}.additionalProperties`] as const] : []),
    ...many('allOf'),
    ...many('oneOf'),
    ...many('anyOf'),
    ...(schema.not ? [[schema.not, `${path}.not`] as const] : []),
    ...(schema.items ? [[schema.items, `${path}.items`] as const] : []),
  ];
}

function validatePattern({ pattern }: JsonSchemaProps, path: string, errors: FieldError[]): void {
  if (pattern === undefined) return;
  try {
    new RegExp(pattern, 'u').test('');
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    const why = /Unterminated group/.test(text)
      ? 'missing closing )'
      : /Unmatched '\)'/.test(text)
        ? 'unexpected )'
        : /Nothing to repeat/.test(text)
          ? 'missing argument to repetition operator'
          : /Unterminated character class|Lone quantifier brackets/.test(text)
            ? 'missing closing ]'
            : 'invalid escape sequence';
    errors.push(
      invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: error parsing regexp: ${why}: \`${pattern}\``),
    );
  }
}

function validateListTypes(schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const { items } = schema;
  if (type !== undefined && schema.type !== 'array') {
    if (!schema.type) errors.push(required(`${path}.type`, 'must be array if x-kubernetes-list-type is specified'));
    else errors.push(invalid(`${path}.type`, schema.type, 'must be array if x-kubernetes-list-type is specified'));
  }
  if (type !== undefined && !['atomic', 'set', 'map'].includes(type))
    errors.push(notSupported(`${path}.x-kubernetes-list-type`, type, ['atomic', 'map', 'set']));
  if (keys.length > 0 && type !== 'map') {
    if (type === undefined)
      errors.push(required(`${path}.x-kubernetes-list-type`, 'must be map if x-kubernetes-list-map-keys is non-empty'));
    else errors.push(invalid(`${path}.x-kubernetes-list-type`, type, 'must be map if x-kubernetes-list-map-keys is non-empty'));
  }
  if (type === 'map') validateMapKeys(schema, keys, path, errors);
  if (type === 'set' && items) {
    const atomicObject = items.type === 'object' && items['x-kubernetes-map-type'] !== 'atomic';
    if (items.nullable) errors.push(forbiddenField(`${path}.items.nullable`, 'cannot be nullable when x-kubernetes-list-type is set'));
    if (atomicObject)
      errors.push(
        invalid(
          `${path}.items.x-kubernetes-map-type`,
          items['x-kubernetes-map-type'],
          'must be atomic as item of a list with x-kubernetes-list-type=set',
        ),
      );
    if (items.type === 'array' && items['x-kubernetes-list-type'] !== undefined && items['x-kubernetes-list-type'] !== 'atomic')
      errors.push(
        invalid(
          `${path}.items.x-kubernetes-list-type`,
          items['x-kubernetes-list-type'],
          'must be atomic as item of a list with x-kubernetes-list-type=set',
        ),
      );
  }
}

function validateMapKeys({ items }: JsonSchemaProps, keys: readonly string[], path: string, errors: FieldError[]): void {
  if (keys.length === 0) errors.push(required(`${path}.x-kubernetes-list-map-keys`, 'must not be empty if x-kubernetes-list-type is map'));
  if (!items) {
    errors.push(required(`${path}.items`, 'must have a schema if x-kubernetes-list-type is map'));
    return;
  }
  if (items.type !== 'object')
    errors.push(invalid(`${path}.items.type`, items.type ?? '', "must be object if parent array's x-kubernetes-list-type is map"));
  if (items.nullable) errors.push(forbiddenField(`${path}.items.nullable`, 'cannot be nullable when x-kubernetes-list-type is map'));
  for (const [index, key] of keys.entries()) {
    const declared = items.properties?.[key];
    if (!declared) {
      errors.push(invalid(`${path}.x-kubernetes-list-map-keys[${index}]`, key, 'must be a property of an array item'));
    } else if (declared.type === 'array' || declared.type === 'object') {
      errors.push(
        invalid(
          `${path}.items.properties[${key}].type`,
          declared.type,
          "must be a scalar type if parent array's x-kubernetes-list-type is map",
        ),
      );
    } else if (declared.default === undefined && !items.required?.includes(key)) {
      errors.push(
        required(
          `${path}.items.properties[${key}].default`,
          'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property',
        ),
      );
    }
  }
  if (new Set(keys).size < keys.length)
    errors.push(invalid(`${path}.x-kubernetes-list-map-keys`, keys, 'must not contain duplicate entries'));
}

function validateMapType(schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  const type = schema['x-kubernetes-map-type'];
  if (type === undefined) return;
  if (schema.type !== 'object')
    errors.push(
      schema.type
        ? invalid(`${path}.type`, schema.type, 'must be object if x-kubernetes-map-type is specified')
        : required(`${path}.type`, 'must be object if x-kubernetes-map-type is specified'),
    );
  if (type !== 'atomic' && type !== 'granular') errors.push(notSupported(`${path}.x-kubernetes-map-type`, type, ['atomic', 'granular']));
}

function validateDefaults(schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  if (schema.default !== undefined) {
    const at = `${path}.default`;
    const pruned: string[] = [];
    prune(cloneJson(schema.default), schema, '', pruned);
    if (pruned.length) errors.push(invalid(at, schema.default, 'must not have unknown fields'));
    const found: FieldError[] = [];
    validateValue(schema.default, schema, '', undefined, found);
    for (const error of found)
      errors.push({ ...error, field: error.field === '' || error.field === '<nil>' ? at : `${at}.${error.field}` });
  }
  for (const [child, at] of childrenOf(schema, path)) validateDefaults(child, at, errors);
}
