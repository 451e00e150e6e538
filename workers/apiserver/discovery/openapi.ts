/**
 * OpenAPI v3: the index and one document a group version, made of the resource definitions and the schema, and v2 made of
 * those. What clients look for is there: schemas with merge keys (kubectl explain, apply) and the parameters of PATCH (kubectl's validation).
 */
import type { ResourceDefinition } from '../../resources/definition';
import { jsonSchemas } from '../../resources/schema/openapi';
import type { JsonSchema } from '../../resources/schema/openapi';
import type { HttpReply } from '../http';
import { parseQuery } from '../http/query';
import { CONVENTIONS, openApiNameOf } from '../crd/open-api';
import type { ResourceTable } from '../resource-table';
import { groupVersions } from './discovery';
import { pathsOf } from './openapi-paths';
import { documentV2 } from './openapi-v2';
import type { DocumentV3 } from './openapi-v2';
import { documentBytes } from './openapi-v2-protobuf';

const REF = '#/components/schemas/';
const PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
const LIST_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta';
const LIST_META_SCHEMA: JsonSchema = {
  description: 'What lists have for metadata.',
  type: 'object',
  properties: {
    continue: { description: 'Where the next part of the list begins; for the server alone to read.', type: 'string' },
    remainingItemCount: { description: 'How many items are left for further parts.', type: 'integer', format: 'int64' },
    resourceVersion: { description: 'The version of the store that the list shows.', type: 'string' },
    selfLink: { description: 'Not in use any more.', type: 'string' },
  },
};
const STATUS = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status';

/** Built once a table: a thousand schemas take a moment. */
const cache = new WeakMap<ResourceTable['all'], Map<string, unknown>>();

/** `query` as it came. */
export function openApi(resources: ResourceTable, path: string, query: string, accept = '*/*'): HttpReply | undefined {
  if (path === '/openapi/v2') return version2(resources, accept);
  if (path === '/openapi/v3') return { ...json({ paths: index(resources) }), contentType: 'text/plain; charset=utf-8' };
  if (!path.startsWith('/openapi/v3/')) return undefined;
  const name = path.slice('/openapi/v3/'.length);
  const version = versionsOf(resources).find((each) => each.name === name);
  if (!version) return nothing(404);
  if (!takesJson(accept)) return nothing(406);
  const { hash = '' } = parseQuery(query);
  if (hash === '' || hash === HASH) return json(document(resources, name, version.group, version.version));
  const location = `${path}?hash=${HASH}`;
  const body = `<a href="${location}">Moved Permanently</a>.\n\n`;
  return { code: 301, contentType: 'text/html; charset=utf-8', headers: { location }, body };
}

/** Stands where upstream has the digest of a document. */
const HASH = 'KUBARIUM';

function nothing(code: number): HttpReply {
  return { code, contentType: '', body: '' };
}

function takesJson(accept: string): boolean {
  return /application\/(?:json|\*)|\*\/\*/.test(accept);
}

function version2(resources: ResourceTable, accept: string): HttpReply {
  const whole = () => {
    const documents = versionsOf(resources).map(({ name, group, version }) => document(resources, name, group, version));
    return documentV2(documents, customSchemas(resources.all, 'v2'));
  };
  if (/proto-openapi\.spec\.v2[@.]v1\.0\+protobuf/.test(accept))
    return { code: 200, contentType: PROTOBUF, body: remembered(resources, 'v2 protobuf', () => documentBytes(whole())) };
  return takesJson(accept) ? json(remembered(resources, 'v2', whole)) : nothing(406);
}

function remembered<T>(resources: ResourceTable, key: string, build: () => T): T {
  const built = cache.get(resources.all) ?? new Map<string, unknown>();
  cache.set(resources.all, built);
  if (!built.has(key)) built.set(key, build());
  return built.get(key) as T;
}

function json(body: unknown): HttpReply {
  return { code: 200, contentType: 'application/json', body };
}

function versionsOf({ all }: ResourceTable): readonly { readonly name: string; readonly group: string; readonly version: string }[] {
  return [...groupVersions(all)].flatMap(([group, versions]) =>
    versions.map((version) => ({ name: group ? `apis/${group}/${version}` : `api/${version}`, group, version })),
  );
}

function index(resources: ResourceTable): Record<string, { readonly serverRelativeURL: string }> {
  return Object.fromEntries(versionsOf(resources).map(({ name }) => [name, { serverRelativeURL: `/openapi/v3/${name}?hash=${HASH}` }]));
}

function document(resources: ResourceTable, name: string, group: string, version: string): DocumentV3 {
  return remembered(resources, name, () => {
    const own = resources.all.filter((definition) => definition.group === group && definition.version === version);
    const schemas = allSchemas(resources);
    const paths = pathsOf(name, own, {
      kind: (...gvk) => reference(schemaNamed(schemas, ...gvk)),
      list: (definition) => reference(listNameOf(schemas, definition)),
      status: reference(schemas[STATUS] ? STATUS : undefined),
    });
    const roots = own.flatMap((definition) => schemaOf(schemas, definition) ?? []);
    return {
      openapi: '3.0.0',
      info: { title: 'Kubernetes', version: 'v1.36.3' },
      paths,
      components: { schemas: closure(schemas, [...roots, ...referencesIn(paths)]) },
    };
  });
}

type Schemas = Readonly<Record<string, JsonSchema>>;

function allSchemas(resources: ResourceTable): Schemas {
  return remembered(resources, '', () => {
    const schemas = { ...jsonSchemas(REF, resources.docs), ...customSchemas(resources.all, 'v3') };
    return { ...schemas, ...listSchemas(resources.all, schemas) };
  });
}

const SELECTABLE = 'x-kubernetes-selectable-fields';

/** A list has no type of its own in the structure. */
function listSchemas(definitions: readonly ResourceDefinition[], schemas: Schemas): Schemas {
  const lists: Record<string, JsonSchema> = { [LIST_META]: LIST_META_SCHEMA };
  for (const definition of definitions) {
    const [item, name] = [schemaOf(schemas, definition), listNameOf(schemas, definition)];
    if (item === undefined || name === undefined) continue;
    const { properties } = schemas[item] ?? {};
    const { custom, listKind, kind, resource } = definition;
    const selectable = schemas[item]?.[SELECTABLE];
    lists[name] = {
      description: custom ? `${listKind} is a list of ${kind}` : `${listKind} is a list of objects of kind ${kind}.`,
      type: 'object',
      required: ['items'],
      properties: {
        ...(properties?.apiVersion ? { apiVersion: properties.apiVersion } : {}),
        items: {
          description: custom ? `List of ${resource}. More info: ${CONVENTIONS}` : 'The objects.',
          type: 'array',
          items: { $ref: REF + item },
        },
        ...(properties?.kind ? { kind: properties.kind } : {}),
        metadata: {
          description: `Standard list metadata.${custom ? ` More info: ${CONVENTIONS}#types-kinds` : ''}`,
          allOf: [{ $ref: REF + LIST_META }],
        },
      },
      'x-kubernetes-group-version-kind': [{ group: definition.group, version: definition.version, kind: listKind }],
      ...(selectable ? { [SELECTABLE]: selectable } : {}),
    };
  }
  return lists;
}

function listNameOf(schemas: Schemas, definition: ResourceDefinition): string | undefined {
  const item = schemaOf(schemas, definition);
  return item && !definition.verbs ? `${item.slice(0, item.lastIndexOf('.'))}.${definition.listKind}` : undefined;
}

function customSchemas(definitions: readonly ResourceDefinition[], form: 'v2' | 'v3'): Schemas {
  return Object.fromEntries(
    definitions.flatMap(({ group, version, kind, custom }) =>
      custom ? [[openApiNameOf(group, version, kind), custom.openApi[form]] as const] : [],
    ),
  );
}

interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function schemaOf(schemas: Schemas, { group, version, kind }: ResourceDefinition): string | undefined {
  return schemaNamed(schemas, group, version, kind);
}

function reference(name: string | undefined): JsonSchema {
  return name === undefined ? { type: 'object' } : { $ref: REF + name };
}

function schemaNamed(schemas: Schemas, group: string, version: string, kind: string): string | undefined {
  return Object.keys(schemas).find((name) =>
    (schemas[name]?.['x-kubernetes-group-version-kind'] as readonly Gvk[] | undefined)?.some(
      (gvk) => gvk.group === group && gvk.version === version && gvk.kind === kind,
    ),
  );
}

/** The named schemas and everything they refer to. */
function closure(schemas: Schemas, roots: readonly string[]): Schemas {
  const wanted: Record<string, JsonSchema> = {};
  const pending = [...roots];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    const schema = schemas[name];
    if (!schema || wanted[name]) continue;
    wanted[name] = schema;
    pending.push(...referencesIn(schema));
  }
  return wanted;
}

function referencesIn(value: object): string[] {
  return [...JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name);
}
