/** A version's schema as OpenAPI publishes it (source: apiextensions-apiserver/pkg/controller/openapi/builder/builder.go, 1.36). */
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import { TYPE_META } from '../../resources/schema/openapi';
import type { JsonSchema } from '../../resources/schema/openapi';

const METADATA =
  "Standard object's metadata. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#metadata";
const META = '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

export function openApiOf(schema: JsonSchemaProps, group: string, version: string, kind: string): JsonSchema {
  const properties = schema.properties as JsonSchema['properties'];
  return {
    ...(schema as JsonSchema),
    type: 'object',
    properties: {
      ...properties,
      apiVersion: { type: 'string', description: TYPE_META.apiVersion },
      kind: { type: 'string', description: TYPE_META.kind },
      metadata: { allOf: [{ $ref: META }], description: METADATA },
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

/** "com.example.stable.v1.CronTab" */
export function openApiNameOf(group: string, version: string, kind: string): string {
  return `${group.split('.').toReversed().join('.')}.${version}.${kind}`;
}
