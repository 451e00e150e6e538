/**
 * OpenAPI v2, for clients that validate or explain by it (`kubectl create` of a List, `kubectl edit`): the v3 documents in one, in
 * the older form (source: k8s.io/kube-openapi/pkg/openapiconv, 1.36).
 */
import type { JsonSchema } from '../../resources/schema/openapi';

export interface DocumentV2 {
  readonly swagger: '2.0';
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationV2>>>>;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

export interface OperationV2 {
  readonly description: string;
  readonly tags: readonly string[];
  readonly consumes: readonly string[];
  readonly produces: readonly string[];
  readonly parameters?: readonly ParameterV2[];
  readonly responses: Readonly<Record<string, { readonly description: string; readonly schema?: JsonSchema }>>;
  readonly [extension: `x-kubernetes-${string}`]: unknown;
}

export interface ParameterV2 {
  readonly name: string;
  readonly in: string;
  readonly type?: string;
  readonly uniqueItems?: boolean;
  readonly required?: boolean;
  readonly schema?: JsonSchema;
}

interface Content {
  readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

export interface OperationV3 {
  readonly description: string;
  readonly tags: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: JsonSchema }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content & { readonly description: string }>>;
  readonly [extension: `x-kubernetes-${string}`]: unknown;
}

export interface DocumentV3 {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationV3>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

const PRODUCES = ['application/json', 'application/yaml'];

/** `own` are schemas that v2 has in a form of their own. */
export function documentV2(documents: readonly DocumentV3[], own: Readonly<Record<string, JsonSchema>>): DocumentV2 {
  const paths: Record<string, Readonly<Record<string, OperationV2>>> = {};
  const definitions: Record<string, JsonSchema> = {};
  for (const document of documents) {
    for (const [path, operations] of Object.entries(document.paths)) {
      paths[path] = Object.fromEntries(Object.entries(operations).map(([method, operation]) => [method, operationV2(operation)]));
    }
    for (const [name, schema] of Object.entries(document.components.schemas)) definitions[name] ??= schemaV2(own[name] ?? schema);
  }
  return { swagger: '2.0', info: { title: 'Kubernetes', version: 'v1.36.3' }, paths, definitions };
}

function operationV2({ description: says, tags, parameters = [], requestBody, responses, ...extensions }: OperationV3): OperationV2 {
  const bodies = Object.entries(requestBody?.content ?? {});
  const query = parameters.map(({ schema, ...rest }): ParameterV2 => ({ ...rest, type: schema.type ?? 'string', uniqueItems: true }));
  const [, body] = bodies[0] ?? [];
  const all: readonly ParameterV2[] = body
    ? [{ name: 'body', in: 'body', required: true, schema: schemaV2(body.schema) }, ...query]
    : query;
  return {
    description: says,
    tags,
    consumes: bodies.length > 0 ? bodies.map(([type]) => type) : ['*/*'],
    produces: PRODUCES,
    ...(all.length > 0 ? { parameters: all } : {}),
    responses: Object.fromEntries(
      Object.entries(responses).map(([code, { description, content }]) => {
        const schema = Object.values(content)[0]?.schema;
        return [code, { description, ...(schema ? { schema: schemaV2(schema) } : {}) }];
      }),
    ),
    ...extensions,
  };
}

/** One reference in an `allOf` stands beside its description; alternatives are told as text. */
function schemaV2({ $ref, allOf, oneOf, items, properties, additionalProperties, ...rest }: JsonSchema): JsonSchema {
  const reference = $ref ?? (allOf?.length === 1 ? allOf[0]?.$ref : undefined);
  return {
    ...rest,
    ...(oneOf && rest.type === undefined ? { type: 'string' } : {}),
    ...(reference === undefined ? {} : { $ref: reference.replace('#/components/schemas/', '#/definitions/') }),
    ...(items ? { items: schemaV2(items) } : {}),
    ...(properties ? { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, schemaV2(one)])) } : {}),
    ...(additionalProperties === undefined ? {} : { additionalProperties: valuesV2(additionalProperties) }),
  };
}

/** Of custom resources it may be true: whatever. */
function valuesV2(values: JsonSchema | boolean): JsonSchema {
  return typeof values === 'object' ? schemaV2(values) : (values as unknown as JsonSchema);
}
