/** What makes a schema structural: a type everywhere outside logical junctors, and nothing but checks inside them. */
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

export function validateStructure(schema: JsonSchemaProps, path: string, errors: FieldError[], level: Level = 'root'): void {
  const intOrString = schema['x-kubernetes-int-or-string'] === true;
  for (const [each, at, allowed] of junctors(schema, path, intOrString)) validateJunctor(each, schema, at, errors, allowed);
  if (!schema.type && !intOrString && !schema['x-kubernetes-preserve-unknown-fields'])
    errors.push(required(`${path}.type`, EMPTY_TYPE[level]));
  if (intOrString && schema.type) errors.push(forbiddenField(`${path}.type`, 'must be empty if x-kubernetes-int-or-string is true'));
  if (schema['x-kubernetes-embedded-resource']) validateEmbedded(schema, path, errors);
  if (level === 'root' && schema.properties?.metadata) validateMetadata(schema.properties.metadata, `${path}.properties[metadata]`, errors);
  for (const [name, each] of Object.entries(schema.properties ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    validateStructure(each, `${path}.properties[${name}]`, errors, 'field');
  const values = valuesOf(schema);
  if (values) validateStructure(values, `${path}.additionalProperties`, errors, 'field');
  if (schema.items) validateStructure(schema.items, `${path}.items`, errors, 'item');
}

function validateEmbedded(schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  if (schema.type !== 'object') {
    const why = 'must be object if x-kubernetes-embedded-resource is true';
    errors.push(schema.type ? invalid(`${path}.type`, schema.type, why) : required(`${path}.type`, why));
  }
  if (!schema.properties && !schema['x-kubernetes-preserve-unknown-fields'])
    errors.push(
      required(
        `${path}.properties`,
        'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields',
      ),
    );
}

function validateMetadata(schema: JsonSchemaProps, path: string, errors: FieldError[]): void {
  for (const name of Object.keys(schema.properties ?? {}).toSorted())
    if (name !== 'name' && name !== 'generateName')
      errors.push(forbiddenField(path, 'must not specify anything other than name and generateName, but metadata is implicitly specified'));
}

function junctors(schema: JsonSchemaProps, path: string, intOrString: boolean): (readonly [JsonSchemaProps, string, boolean])[] {
  const many = (name: 'allOf' | 'anyOf' | 'oneOf') =>
    (schema[name] ?? []).map(
      (each, index) => [each, `${path}.${name}[${index}]`, intOrString && (isTypeChoice(each) || holdsTypeChoice(each))] as const,
    );
  return [...many('allOf'), ...many('anyOf'), ...many('oneOf'), ...(schema.not ? [[schema.not, `${path}.not`, false] as const] : [])];
}

/** The one place where a type may stand inside a junctor: `anyOf: [{type: integer}, {type: string}]` of int-or-string. */
function isTypeChoice({ type, ...rest }: JsonSchemaProps): boolean {
  return (type === 'integer' || type === 'string') && Object.keys(rest).length === 0;
}

function holdsTypeChoice({ anyOf }: JsonSchemaProps): boolean {
  return anyOf?.length === 2 && anyOf.every(isTypeChoice);
}

const NO_STRUCTURE = ['type', 'default', 'nullable', 'title', 'description'] as const;

function validateJunctor(schema: JsonSchemaProps, outer: JsonSchemaProps, path: string, errors: FieldError[], allowed: boolean): void {
  if (allowed) return;
  for (const name of NO_STRUCTURE)
    if (schema[name] !== undefined)
      errors.push(
        forbiddenField(
          `${path}.${name}`,
          name === 'nullable'
            ? 'must be false to be structural'
            : name === 'default'
              ? 'must be undefined to be structural'
              : 'must be empty to be structural',
        ),
      );
  if (schema.additionalProperties !== undefined)
    errors.push(forbiddenField(`${path}.additionalProperties`, 'must be undefined to be structural'));
  for (const name of ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource', 'x-kubernetes-int-or-string'] as const)
    if (schema[name]) errors.push(forbiddenField(`${path}.${name}`, 'must be false to be structural'));
  for (const [name, each] of Object.entries(schema.properties ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const declared = outer.properties?.[name] ?? valuesOf(outer);
    if (declared) validateJunctor(each, declared, `${path}.properties[${name}]`, errors, false);
    else if (!outer['x-kubernetes-preserve-unknown-fields'])
      errors.push(required(`${outerPath(path)}.properties[${name}]`, `because it is defined in ${path}.properties[${name}]`));
  }
  if (schema.items && outer.items) validateJunctor(schema.items, outer.items, `${path}.items`, errors, false);
  for (const [each, at] of junctors(schema, path, false)) validateJunctor(each, outer, at, errors, false);
}

function outerPath(path: string): string {
  return path.replace(/(\.(allOf|anyOf|oneOf)\[\d+\]|\.not)(?=[^]*$)/g, '');
}
