/**
 * Schemas of definitions: what OpenAPI allows, what makes them structural, their defaults and rules (source:
 * apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go and pkg/apiserver/schema/validation.go, 1.36).
 */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { cloneJson } from '../../../lib/clone';
import { decodeEmbedded, validateEmbedded } from '../schema/embedded';
import type { JsonSchemaProps } from '../schema/json-schema';
import { valuesOf } from '../schema/json-schema';
import { patternProblem } from '../schema/patterns';
import { prune } from '../schema/prune';
import { validateRules } from '../schema/rules';
import { validateValue } from '../schema/validate';
import { printItems } from './go-print';
import { RuleCosts } from './rule-costs';
import { compileRules, validateRuleForms } from './rule-validation';
import type { RulePlace } from './rule-validation';
import { isConvertible, structuralErrors } from './structural-validation';

/** What holds of the schema of a whole version, told in upstream's order; rules come last and only where the rest is right. */
export function validateSchema(schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  if (schema.nullable) errors.push(forbiddenField(`${path}.nullable`, 'nullable cannot be true at the root'));
  const structural = isConvertible(schema) ? structuralErrors(schema, path) : [];
  if (structural.length === 0 && isConvertible(schema)) validateDefaults(schema, path, structural, true);
  const rules: FieldError[] = [];
  const costs = new RuleCosts();
  const found = validateOpenApi(schema, path, {
    root: true,
    atTop: undefined,
    inMeta: false,
    cardinality: 1,
    pastless: undefined,
    costs,
    rules: structural.length === 0 ? rules : undefined,
  });
  const all = [...structural, ...found, ...rules, ...costs.errors(path)];
  if (all.length === 0 && !isConvertible(schema)) all.push(invalid(path, '', `OpenAPIV3Schema 'schema' is not supported`));
  errors.push(...all);
}

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

interface Place {
  readonly root: boolean;
  /** The member of the object that this is in, where defaults have no say. */
  readonly atTop: string | undefined;
  /** Inside a member that all objects have. */
  readonly inMeta: boolean;
  readonly cardinality: RulePlace['cardinality'];
  readonly pastless: RulePlace['pastless'];
  readonly costs: RuleCosts;
  /** Where what is wrong with rules goes; undefined where they are not looked at. */
  readonly rules: FieldError[] | undefined;
}

function validateOpenApi(schema: JsonSchemaProps, path: string, placed: Place): FieldError[] {
  const { root, atTop, inMeta, rules } = placed;
  const errors: FieldError[] = [];
  validateUnsupported(schema, path, atTop, errors);
  if (inMeta && schema['x-kubernetes-embedded-resource'])
    errors.push(forbiddenField(`${path}.x-kubernetes-embedded-resource`, 'must not be used inside of resource meta'));
  if (schema.uniqueItems)
    errors.push(forbiddenField(`${path}.uniqueItems`, 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic'));
  if (schema.additionalProperties !== undefined && schema.additionalProperties !== true && schema.properties)
    errors.push(forbiddenField(`${path}.additionalProperties`, 'additionalProperties and properties are mutual exclusive'));
  for (const [child, at, kind] of childrenOf(schema, path)) {
    const isMeta = META_FIELDS.includes(kind);
    const place = {
      ...placed,
      root: false,
      cardinality: times(placed.cardinality, schema, child),
      pastless: placed.pastless ?? (isPastless(schema, child) ? path : undefined),
      atTop: root && isMeta ? kind : atTop,
      inMeta: inMeta || (isMeta && (root || schema['x-kubernetes-embedded-resource'] === true)),
      rules: kind === JUNCTOR ? undefined : rules,
    };
    errors.push(...validateOpenApi(child, at, place));
  }
  if (schema['x-kubernetes-preserve-unknown-fields'] === false)
    errors.push(invalid(`${path}.x-kubernetes-preserve-unknown-fields`, false, 'must be true or undefined'));
  validateMapType(schema, path, errors);
  validateListTypes(schema, path, errors);
  validateRuleForms(schema, path, errors);
  if (errors.length === 0 && rules) compileRules(schema, { ...placed, path }, rules);
  return errors;
}

/** Of the items of a list, or the values of a map. */
function times(cardinality: number | undefined, parent: JsonSchemaProps, child: JsonSchemaProps): number | undefined {
  const most = child === parent.items ? parent.maxItems : child === valuesOf(parent) ? parent.maxProperties : 1;
  return cardinality === undefined || most === undefined ? undefined : cardinality * most;
}

/** Whether an update cannot tell which item of the old list became the child. */
function isPastless(parent: JsonSchemaProps, child: JsonSchemaProps): boolean {
  return child === parent.items && parent['x-kubernetes-list-type'] !== 'map';
}

/** Of OpenAPI's schemas what definitions may not use. */
function validateUnsupported(schema: JsonSchemaProps, path: string, atTop: string | undefined, errors: FieldError[]): void {
  const refuse = (name: string) => void errors.push(forbiddenField(`${path}.${name}`, `${name} is not supported`));
  if (schema.default !== undefined && atTop !== undefined)
    errors.push(forbiddenField(`${path}.default`, `must not be set in top-level ${atTop}`));
  if (schema.id) refuse('id');
  if (schema.additionalItems !== undefined) refuse('additionalItems');
  if (schema.patternProperties) refuse('patternProperties');
  if (schema.definitions) refuse('definitions');
  if (schema.dependencies) refuse('dependencies');
  if (schema.$ref !== undefined) refuse('$ref');
  if (schema.type && !TYPES.includes(schema.type)) errors.push(notSupported(`${path}.type`, schema.type, TYPES));
  if (schema.type === 'null') errors.push(forbiddenField(`${path}.type`, 'type cannot be set to null, use nullable as an alternative'));
  if (Array.isArray(schema.items)) errors.push(forbiddenField(`${path}.items`, 'items must be a schema object and not an array'));
  validatePattern(schema, path, errors);
}

const META_FIELDS: readonly string[] = ['metadata', 'kind', 'apiVersion'];
/** The way to a schema that is not that of a member. */
const JUNCTOR = '*';

/** Schemas right below with their paths and the name of the member they are of, in upstream's order. */
function childrenOf(schema: JsonSchemaProps, path: string): (readonly [JsonSchemaProps, string, string])[] {
  const many = (name: 'allOf' | 'oneOf' | 'anyOf') =>
    (schema[name] ?? []).map((each, index) => [each, `${path}.${name}[${index}]`, JUNCTOR] as const);
  const values = valuesOf(schema);
  const items = schema.items as JsonSchemaProps | readonly JsonSchemaProps[] | undefined;
  return [
    ...(values ? [[values, `${path}.additionalProperties`, ''] as const] : []),
    ...Object.entries(schema.properties ?? {})
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [each, `${path}.properties[${name}]`, name] as const),
    ...(schema.not ? [[schema.not, `${path}.not`, JUNCTOR] as const] : []),
    ...many('allOf'),
    ...many('oneOf'),
    ...many('anyOf'),
    ...(items && !isList(items) ? [[items, `${path}.items`, ''] as const] : []),
  ];
}

function isList(value: unknown): value is readonly JsonSchemaProps[] {
  return Array.isArray(value);
}

function validatePattern({ pattern }: JsonSchemaProps, path: string, errors: FieldError[]): void {
  const problem = pattern ? patternProblem(pattern) : undefined;
  if (problem !== undefined) errors.push(invalid(`${path}.pattern`, pattern, `must be a valid regular expression, but isn't: ${problem}`));
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
    errors.push(notSupported(`${path}.x-kubernetes-list-type`, type, ['atomic', 'set', 'map']));
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
  if (isList(items)) {
    const given = { type: 'FieldValueInvalid', field: `${path}.items`, message: `Invalid value: ${printItems(items)}` } as const;
    errors.push({ ...given, message: `${given.message}: must only have a single schema if x-kubernetes-list-type is map` });
    return;
  }
  if (items.nullable) errors.push(forbiddenField(`${path}.items.nullable`, 'cannot be nullable when x-kubernetes-list-type is map'));
  if (items.type !== 'object') {
    errors.push(invalid(`${path}.items.type`, items.type ?? '', "must be object if parent array's x-kubernetes-list-type is map"));
    return;
  }
  const properties = items.properties ?? {};
  if (keys.some((key) => !properties[key]))
    errors.push(invalid(`${path}.x-kubernetes-list-map-keys`, keys, 'entries must all be names of item properties'));
  for (const key of keys) {
    const declared = properties[key];
    const at = `${path}.items.properties[${key}]`;
    if (!declared) continue;
    if (declared.type === 'array' || declared.type === 'object')
      errors.push(invalid(`${at}.type`, declared.type, "must be a scalar type if parent array's x-kubernetes-list-type is map"));
    else if (declared.nullable)
      errors.push(forbiddenField(`${at}.nullable`, 'this property is in x-kubernetes-list-map-keys, so it cannot be nullable'));
    else if (declared.default === undefined && !items.required?.includes(key))
      errors.push(
        required(`${at}.default`, 'this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property'),
      );
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

function validateDefaults(schema: JsonSchemaProps, path: string, errors: FieldError[], root = false): void {
  if (schema.default !== undefined) {
    const at = `${path}.default`;
    const whole = root ? { ...schema, 'x-kubernetes-embedded-resource': true } : schema;
    const pruned: string[] = [];
    const copy = cloneJson(schema.default);
    prune(copy, whole, '', pruned);
    if (pruned.length) errors.push(invalid(at, schema.default, 'must not have unknown fields'));
    const found: FieldError[] = [];
    const undecodable = decodeEmbedded(copy, whole, '', []);
    if (undecodable) found.push(undecodable);
    else {
      validateValue(schema.default, schema, '', undefined, found, true);
      found.push(...validateEmbedded(schema.default, whole));
    }
    if (found.length === 0) found.push(...validateRules(schema.default, schema, undefined, root).broken);
    for (const error of found)
      errors.push({ ...error, field: error.field === '' || error.field === '<nil>' ? at : `${at}.${error.field}` });
  }
  for (const [child, at, kind] of childrenOf(schema, path)) if (kind !== JUNCTOR) validateDefaults(child, at, errors);
}
