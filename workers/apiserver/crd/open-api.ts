/** A version's schema as OpenAPI publishes it (source: apiextensions-apiserver/pkg/controller/openapi/{builder/builder.go,v2/conversion.go}, 1.36). */
import type { CustomResourceVersion } from '../../resources/apiextensions/customresourcedefinitions/types';
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import type { CustomKind } from '../../resources/definition';
import { TYPE_META } from '../../resources/schema/openapi';
import type { JsonSchema } from '../../resources/schema/openapi';

export const CONVENTIONS = 'https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md';
const METADATA: JsonSchema = {
  description: `Standard object's metadata. More info: ${CONVENTIONS}#metadata`,
  allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }],
};
const OPEN = 'x-kubernetes-preserve-unknown-fields';

type Form = 'v2' | 'v3';

export function openApiOf(
  schema: JsonSchemaProps,
  group: string,
  kind: string,
  { name: version, selectableFields = [] }: Pick<CustomResourceVersion, 'name' | 'selectableFields'>,
): CustomKind['openApi'] {
  const extensions = {
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
    ...(selectableFields.length > 0
      ? { 'x-kubernetes-selectable-fields': selectableFields.map(({ jsonPath }) => ({ fieldPath: jsonPath.replace(/^\./, '') })) }
      : {}),
  };
  const whole = (form: Form): JsonSchema => {
    const { properties, ...rest } = published(schema, form);
    return { ...rest, type: 'object', properties: { ...properties, ...typeMeta(), metadata: METADATA }, ...extensions };
  };
  return { v3: whole('v3'), v2: schema[OPEN] ? { type: 'object', ...extensions } : whole('v2') };
}

function typeMeta(): Record<'apiVersion' | 'kind', JsonSchema> {
  return { apiVersion: { type: 'string', description: TYPE_META.apiVersion }, kind: { type: 'string', description: TYPE_META.kind } };
}

const EMBEDDED_TYPE: Readonly<Record<string, JsonSchema>> = {
  apiVersion: {
    type: 'string',
    description: `apiVersion defines the versioned schema of this representation of an object. More info: ${CONVENTIONS}#resources`,
  },
  kind: {
    type: 'string',
    description: `kind is a string value representing the type of this object. In CamelCase. More info: ${CONVENTIONS}#types-kinds`,
  },
};

/** With what a schema leaves unsaid: the members of embedded objects, the types of integers that may be texts. */
function published(given: JsonSchemaProps, form: Form): JsonSchema {
  const schema = form === 'v2' ? legible(given) : given;
  const { items, properties, additionalProperties, required = [] } = schema;
  const isUntyped = form === 'v3' && schema['x-kubernetes-int-or-string'] === true && !schema.anyOf && !schema.allOf;
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true && !(form === 'v2' && schema[OPEN]);
  const members = properties && Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, published(member, form)]));
  return {
    ...(schema as JsonSchema),
    ...(items ? { items: published(items, form) } : {}),
    ...(typeof additionalProperties === 'object' ? { additionalProperties: published(additionalProperties, form) } : {}),
    ...(members ? { properties: members } : {}),
    ...(isUntyped ? { anyOf: [{ type: 'integer' }, { type: 'string' }] } : {}),
    ...(isEmbedded
      ? {
          properties: { ...members, ...EMBEDDED_TYPE, metadata: METADATA },
          required: [...required, ...['kind', 'apiVersion'].filter((name) => !required.includes(name))],
        }
      : {}),
  };
}

/** Clients of v2 know of no alternatives, of no null and of no unknown fields: what may be such is left open. */
function legible({ allOf: _allOf, anyOf: _anyOf, oneOf: _oneOf, not: _not, ...schema }: JsonSchemaProps): JsonSchemaProps {
  const { type, items, properties, additionalProperties, nullable, default: value, required, ...rest } = schema;
  const wanted = required?.filter((name) => !properties?.[name]?.nullable) ?? [];
  return {
    ...rest,
    ...(nullable || rest[OPEN] ? {} : defined({ type, items, properties, additionalProperties })),
    ...(nullable || value === undefined ? {} : { default: value }),
    ...(wanted.length > 0 ? { required: wanted } : {}),
  };
}

function defined(members: JsonSchemaProps): JsonSchemaProps {
  return Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined));
}

/** "com.example.stable.v1.CronTab" */
export function openApiNameOf(group: string, version: string, kind: string): string {
  return `${group.split('.').toReversed().join('.')}.${version}.${kind}`;
}
