/** A version's schema as OpenAPI publishes it (source: apiextensions-apiserver/pkg/controller/openapi/builder/builder.go, 1.36). */
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import type { JsonSchema } from '../../resources/schema/openapi';

const META = '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

export function openApiOf(schema: JsonSchemaProps, group: string, version: string, kind: string): JsonSchema {
  const properties = schema.properties as JsonSchema['properties'];
  return {
    ...(schema as JsonSchema),
    type: 'object',
    properties: {
      ...properties,
      apiVersion: { type: 'string', description: 'Version of the schema of this object.' },
      kind: { type: 'string', description: 'Kind of this object.' },
      metadata: { allOf: [{ $ref: META }], description: 'Standard metadata.' },
    },
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

/** "com.example.stable.v1.CronTab" */
export function openApiNameOf(group: string, version: string, kind: string): string {
  return `${group.split('.').toReversed().join('.')}.${version}.${kind}`;
}
