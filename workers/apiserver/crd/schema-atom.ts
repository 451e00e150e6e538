/** What values of a schema may be when they are applied (source: k8s.io/kube-openapi/pkg/schemaconv/openapi.go, 1.36). */
import { valuesOf } from '../../resources/apiextensions/schema/json-schema';
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import { typeNamed } from '../../resources/schema/structure';
import { ANYTHING, structAtom } from '../managed-fields/atoms';
import type { Atom, Scalar } from '../managed-fields/atoms';

const SCALARS: Readonly<Record<string, Scalar>> = { string: 'string', integer: 'numeric', number: 'numeric', boolean: 'boolean' };
const TEXT: Atom = { scalar: 'string' };

/** Of a whole object: apiVersion, kind and metadata are there whatever the schema says. */
export function objectAtom(schema: JsonSchemaProps): Atom {
  return {
    map: {
      member: (name) => {
        if (name === 'metadata') return structAtom(typeNamed('meta.v1.ObjectMeta'));
        return name === 'apiVersion' || name === 'kind' ? TEXT : memberAtom(schema, name);
      },
    },
  };
}

function schemaAtom(schema: JsonSchemaProps | undefined): Atom {
  if (!schema) return ANYTHING;
  switch (schema.type) {
    case 'object':
      return schema['x-kubernetes-embedded-resource'] ? objectAtom(schema) : { map: { member: (name) => memberAtom(schema, name) } };
    case 'array': {
      const keys = schema['x-kubernetes-list-map-keys'] ?? [];
      const type = schema['x-kubernetes-list-type'];
      return {
        list: {
          type: type === 'set' || type === 'map' ? type : 'atomic',
          keys,
          keyDefaults: Object.fromEntries(keys.map((key) => [key, schema.items?.properties?.[key]?.default])),
          item: () => schemaAtom(schema.items),
        },
      };
    }
    default: {
      const scalar = SCALARS[schema.type ?? ''];
      if (scalar === undefined) return ANYTHING;
      return { scalar: scalar === 'string' && schema.format && schema.format !== 'byte' ? 'any' : scalar };
    }
  }
}

function memberAtom(schema: JsonSchemaProps, name: string): Atom | undefined {
  const { properties, additionalProperties } = schema;
  const declared = properties && Object.hasOwn(properties, name) ? properties[name] : undefined;
  if (declared) return schemaAtom(declared);
  const values = valuesOf(schema);
  if (values) return schemaAtom(values);
  const isFree = additionalProperties === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  return isFree || !properties ? ANYTHING : undefined;
}
