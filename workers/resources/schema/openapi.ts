/**
 * The structure as JSON schema, from which OpenAPI documents and the editor's completion are made. Descriptions come from
 * generated/docs.json, which callers load themselves (it is ten times the size of the structure).
 */
import { namedScalars, scalarName } from './named-scalars';
import { isAtomicType, patchMeta } from './patch-meta';
import { simDocs } from './sim-docs';
import { kindsWithSchema, typeNamed, typeNames, typeOfKind } from './structure';
import type { FieldType, ScalarCode, StructType } from './structure';

/** What generated/docs.json holds: texts by type and field ("" for the type itself) and the values of enumerations. */
export interface SchemaDocs {
  readonly docs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly enums: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface JsonSchema {
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly allOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly [extension: `x-kubernetes-${string}`]: unknown;
}

const SCALARS: Readonly<Record<ScalarCode, JsonSchema>> = {
  s: { type: 'string' },
  b: { type: 'boolean' },
  i: { type: 'integer', format: 'int32' },
  l: { type: 'integer', format: 'int64' },
  d: { type: 'number', format: 'double' },
  q: { type: 'string', format: 'quantity' },
  t: { type: 'string', format: 'date-time' },
  T: { type: 'string', format: 'date-time' },
  x: { type: 'string', format: 'int-or-string' },
  y: { type: 'string', format: 'byte' },
  o: { type: 'object' },
};
const GROUPS: Readonly<Record<string, string>> = {
  apiextensions: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions',
  apiregistration: 'io.k8s.kube-aggregator.pkg.apis.apiregistration',
  meta: 'io.k8s.apimachinery.pkg.apis.meta',
  sim: 'dev.kubarium.sim',
};
const GROUP_PREFIX = 'io.k8s.api';
/** What every kind's apiVersion and kind are described as. */
export const TYPE_META = {
  apiVersion:
    'APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#resources',
  kind: 'Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#types-kinds',
};

/** Every structured type under its OpenAPI name ("io.k8s.api.core.v1.Pod"); references start with `refPrefix`. */
export function jsonSchemas(refPrefix: string, docs?: SchemaDocs): Readonly<Record<string, JsonSchema>> {
  const kinds = schemaKinds();
  const structs = typeNames().map((name) => {
    const own = kinds.filter((kind) => kind.name === openApiName(name)).map(({ group, version, kind }) => ({ group, version, kind }));
    const schema = jsonSchemaOf(typeNamed(name), refPrefix, docs);
    return [openApiName(name), own.length > 0 ? { ...schema, 'x-kubernetes-group-version-kind': own } : schema];
  });
  return Object.fromEntries([...structs, ...namedScalars.map(({ name, schema }) => [name, schema])]);
}

/** The kinds among {@link jsonSchemas}: group, version and kind with the OpenAPI name. */
export function schemaKinds(): readonly {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
}[] {
  return kindsWithSchema().map((entry) => {
    const [apiVersion = '', kind = ''] = entry.split(' ');
    const slash = apiVersion.indexOf('/');
    const type = typeOfKind(apiVersion, kind) as StructType;
    return { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind, name: openApiName(type.name) };
  });
}

export function openApiName(typeName: string): string {
  const [group = '', version = '', name = ''] = typeName.split('.');
  return `${GROUPS[group] ?? `${GROUP_PREFIX}.${group}`}.${version}.${name}`;
}

function jsonSchemaOf(type: StructType, refPrefix: string, docs: SchemaDocs | undefined): JsonSchema {
  const described = simDocs.docs[type.name] ?? docs?.docs[type.name] ?? {};
  const enums = simDocs.enums[type.name] ?? docs?.enums[type.name] ?? {};
  const isObject = type.fields.has('metadata');
  const texts = isObject && docs ? { ...TYPE_META, ...described } : described;
  const required = [...type.fields]
    .filter(([name, field]) => field.required && !(isObject && (name === 'apiVersion' || name === 'kind')))
    .map(([name]) => name);
  return {
    type: 'object',
    ...(texts[''] ? { description: texts[''] } : {}),
    properties: Object.fromEntries(
      [...type.fields].map(([name, field]) => [name, property(type, name, field, refPrefix, texts[name], enums[name])]),
    ),
    ...(required.length > 0 ? { required } : {}),
    ...(isAtomicType(type.name) ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  };
}

function property(
  owner: StructType,
  name: string,
  field: FieldType,
  refPrefix: string,
  text: string | undefined,
  values: readonly string[] | undefined,
): JsonSchema {
  const named = field.type === undefined ? scalarName(owner.name, name, field.scalar) : openApiName(field.type);
  const inner: JsonSchema =
    named === undefined ? { ...SCALARS[field.scalar as ScalarCode], ...(values ? { enum: values } : {}) } : { $ref: refPrefix + named };
  const meta = patchMeta(owner, name);
  const wrapped = [...field.wrappers].reduceRight<JsonSchema>(
    (item, wrapper) => (wrapper === '[' ? { type: 'array', items: item } : { type: 'object', additionalProperties: item }),
    inner,
  );
  const described: JsonSchema = wrapped.$ref && text ? { allOf: [wrapped] } : wrapped;
  return {
    ...(text ? { description: text } : {}),
    ...described,
    ...(meta?.isList
      ? {
          'x-kubernetes-list-type': meta.listType,
          ...(meta.listMapKeys.length > 0 ? { 'x-kubernetes-list-map-keys': meta.listMapKeys } : {}),
        }
      : {}),
    ...(meta?.mergeKey ? { 'x-kubernetes-patch-merge-key': meta.mergeKey } : {}),
    ...(meta && meta.strategies.length > 0 ? { 'x-kubernetes-patch-strategy': meta.strategies.join(',') } : {}),
    ...(meta?.atomicMap && wrapped.type === 'object' ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  };
}
