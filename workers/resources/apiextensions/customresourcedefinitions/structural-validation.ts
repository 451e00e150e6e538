/**
 * What makes a schema structural: a type everywhere outside logical junctors, and nothing but checks inside them (source:
 * apiextensions-apiserver/pkg/apiserver/schema/validation.go, 1.36).
 */
import { forbiddenField, invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { valuesOf } from '../schema/json-schema';
import type { JsonSchemaProps } from '../schema/json-schema';

type Level = 'root' | 'item' | 'field';

const EMPTY_TYPE: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

/** Sorted by their texts. */
export function structuralErrors(schema: JsonSchemaProps, path: string): FieldError[] {
  const errors: FieldError[] = [];
  validateStructure(schema, path, errors, 'root');
  validateChecksOf(schema, schema, path, path, errors);
  const textOf = ({ field, message }: FieldError) => `${field}: ${message}`;
  return errors.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

/** Whether a schema has what no structural schema can hold; that it has is told by other checks. */
export function isConvertible(schema: JsonSchemaProps): boolean {
  const { id, $schema, $ref, definitions, dependencies, patternProperties, additionalItems, items, type } = schema;
  if (id || $schema || $ref !== undefined || definitions || dependencies || patternProperties || additionalItems !== undefined)
    return false;
  if (type === 'null' || Array.isArray(items)) return false;
  const { not, allOf = [], anyOf = [], oneOf = [], properties = {} } = schema;
  const values = valuesOf(schema);
  const below = [...allOf, ...anyOf, ...oneOf, ...Object.values(properties), ...(not ? [not] : []), ...(items ? [items] : [])];
  return [...below, ...(values ? [values] : [])].every(isConvertible);
}

function validateStructure(schema: JsonSchemaProps, path: string, errors: FieldError[], level: Level): void {
  const { type, properties = {}, additionalProperties, items } = schema;
  const intOrString = schema['x-kubernetes-int-or-string'] === true;
  const embedded = schema['x-kubernetes-embedded-resource'] === true;
  const preserve = schema['x-kubernetes-preserve-unknown-fields'] === true;
  validateJunctors(schema, path, errors, intOrString && isTypeChoice(schema), intOrString && holdsTypeChoice(schema));
  if (type === 'array' && !items) errors.push(required(`${path}.items`, 'must be specified'));
  if (embedded && type !== 'object') {
    const why = 'must be object if x-kubernetes-embedded-resource is true';
    errors.push(type ? invalid(`${path}.type`, type, why) : required(`${path}.type`, why));
  } else if (!type && !intOrString && !preserve) errors.push(required(`${path}.type`, EMPTY_TYPE[level]));
  if (level === 'root' && type && type !== 'object') errors.push(invalid(`${path}.type`, type, 'must be object at the root'));
  if (level === 'root' && additionalProperties !== undefined)
    errors.push(forbiddenField(`${path}.additionalProperties`, 'must not be used at the root'));
  if (embedded && additionalProperties !== undefined)
    errors.push(forbiddenField(`${path}.additionalProperties`, 'must not be used if x-kubernetes-embedded-resource is set'));
  if (embedded && !preserve && Object.keys(properties).length === 0)
    errors.push(
      required(
        `${path}.properties`,
        'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      ),
    );
  const notWithIntOrString = (name: string) =>
    void errors.push(invalid(`${path}.${name}`, true, 'must be false if x-kubernetes-int-or-string is true'));
  if (intOrString && preserve) notWithIntOrString('x-kubernetes-preserve-unknown-fields');
  if (intOrString && embedded) notWithIntOrString('x-kubernetes-embedded-resource');
  if (level === 'root' || embedded) validateObjectMembers(properties, path, errors, level === 'root');
  for (const [name, each] of Object.entries(properties)) validateStructure(each, `${path}.properties[${name}]`, errors, 'field');
  const values = valuesOf(schema);
  if (values) validateStructure(values, `${path}.additionalProperties`, errors, 'field');
  if (items) validateStructure(items, `${path}.items`, errors, 'item');
}

/** What every object has: its version, kind and metadata, of which a schema may only restrict the name. */
function validateObjectMembers(
  { apiVersion, kind, metadata }: Readonly<Record<string, JsonSchemaProps>>,
  path: string,
  errors: FieldError[],
  isRoot: boolean,
): void {
  for (const [name, schema] of Object.entries({ apiVersion, kind }))
    if (schema && schema.type !== 'string') errors.push(invalid(`${path}.properties[${name}].type`, schema.type ?? '', 'must be string'));
  if (!metadata) return;
  const at = `${path}.properties[metadata]`;
  if (metadata.type !== 'object') errors.push(invalid(`${at}.type`, metadata.type ?? '', 'must be object'));
  const isOther = (name: string) => name !== 'name' && name !== 'generateName';
  if (isRoot && (Object.keys(metadata).some((name) => STRUCTURAL.has(name)) || Object.keys(metadata.properties ?? {}).some(isOther)))
    errors.push(forbiddenField(at, 'must not specify anything other than name and generateName, but metadata is implicitly specified'));
}

/** What junctors of the root check has to be declared: "required because". `outer` is the part of the schema they are about. */
function validateChecksOf(checks: JsonSchemaProps, outer: JsonSchemaProps, outerPath: string, path: string, errors: FieldError[]): void {
  const { allOf = [], anyOf = [], oneOf = [], not } = checks;
  for (const [name, list] of Object.entries({ allOf, anyOf, oneOf }))
    for (const [index, each] of list.entries()) validateDeclared(each, outer, outerPath, `${path}.${name}[${index}]`, errors);
  if (not) validateDeclared(not, outer, outerPath, `${path}.not`, errors);
}

function validateDeclared(
  checks: JsonSchemaProps,
  outer: JsonSchemaProps | undefined,
  outerPath: string,
  path: string,
  errors: FieldError[],
): void {
  if (!outer) {
    errors.push(required(outerPath, `because it is defined in ${path}`));
    return;
  }
  validateChecksOf(checks, outer, outerPath, path, errors);
  if (checks.items) validateDeclared(checks.items, outer.items, `${outerPath}.items`, `${path}.items`, errors);
  for (const [name, each] of Object.entries(checks.properties ?? {}))
    validateDeclared(each, outer.properties?.[name], `${outerPath}.properties[${name}]`, `${path}.properties[${name}]`, errors);
}

/** `choice`: the types of an int-or-string may stand in `anyOf`; `heldChoice`: in that of the first `allOf`. */
function validateJunctors(schema: JsonSchemaProps, path: string, errors: FieldError[], choice: boolean, heldChoice: boolean): void {
  const { allOf = [], anyOf = [], oneOf = [], not } = schema;
  if (!choice) for (const [index, each] of anyOf.entries()) validateJunctor(each, `${path}.anyOf[${index}]`, errors);
  for (const [index, each] of allOf.entries()) validateJunctor(each, `${path}.allOf[${index}]`, errors, heldChoice && index === 0);
  for (const [index, each] of oneOf.entries()) validateJunctor(each, `${path}.oneOf[${index}]`, errors);
  if (not) validateJunctor(not, `${path}.not`, errors);
}

/** The one place where a type may stand inside a junctor: `anyOf: [{type: integer}, {type: string}]`, in this order. */
function isTypeChoice({ anyOf }: JsonSchemaProps): boolean {
  return anyOf?.length === 2 && isOnlyType(anyOf[0], 'integer') && isOnlyType(anyOf[1], 'string');
}

function isOnlyType(schema: JsonSchemaProps | undefined, type: string): boolean {
  return schema?.type === type && Object.keys(schema).length === 1;
}

function holdsTypeChoice({ allOf: [first] = [] }: JsonSchemaProps): boolean {
  return first !== undefined && Object.keys(first).length === 1 && isTypeChoice(first);
}

const STRUCTURE: readonly (readonly [keyof JsonSchemaProps, string])[] = [
  ['type', 'empty'],
  ['additionalProperties', 'undefined'],
  ['default', 'undefined'],
  ['title', 'empty'],
  ['description', 'empty'],
  ['nullable', 'false'],
  ['x-kubernetes-preserve-unknown-fields', 'false'],
  ['x-kubernetes-embedded-resource', 'false'],
  ['x-kubernetes-int-or-string', 'false'],
  ['x-kubernetes-list-map-keys', 'empty'],
  ['x-kubernetes-list-type', 'undefined'],
  ['x-kubernetes-map-type', 'undefined'],
  ['x-kubernetes-validations', 'empty'],
];

/** What the schema of the metadata of objects may not say either. */
const STRUCTURAL = new Set<string>(['items', ...STRUCTURE.map(([name]) => name).filter((name) => name !== 'type' && name !== 'default')]);

function validateJunctor(schema: JsonSchemaProps, path: string, errors: FieldError[], choice = false): void {
  validateJunctors(schema, path, errors, choice, false);
  for (const [name, how] of STRUCTURE)
    if (isSaid(schema, name)) errors.push(forbiddenField(`${path}.${name}`, `must be ${how} to be structural`));
  const { items, properties = {} } = schema;
  if (properties.metadata) errors.push(forbiddenField(`${path}.properties[metadata]`, 'must not be specified in a nested context'));
  for (const [name, each] of Object.entries(properties)) validateJunctor(each, `${path}.properties[${name}]`, errors);
  if (items) validateJunctor(items, `${path}.items`, errors);
}

/** A schema that forbids all others says nothing in the structural form. */
function isSaid(schema: JsonSchemaProps, name: keyof JsonSchemaProps): boolean {
  const value = schema[name];
  return value !== undefined && value !== false;
}
