/**
 * OpenAPI v3: the index and one document a group version, made of the resource definitions and the schema. What clients
 * look for is there: schemas with merge keys (kubectl explain, apply) and the parameters of PATCH (kubectl's validation).
 */
import type { ResourceDefinition } from '../../resources/definition';
import { jsonSchemas } from '../../resources/schema/openapi';
import type { JsonSchema } from '../../resources/schema/openapi';
import type { HttpReply } from '../http';
import { openApiNameOf } from '../crd/open-api';
import { apiVersionOf } from '../resource-table';
import type { ResourceTable } from '../resource-table';
import { groupVersions } from './discovery';

const REF = '#/components/schemas/';
const BODY_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];

/** Built once a table: a thousand schemas take a moment. */
const cache = new WeakMap<ResourceTable['all'], Map<string, unknown>>();

export function openApi(resources: ResourceTable, parts: readonly string[]): HttpReply | undefined {
  if (parts[0] !== 'openapi' || parts[1] !== 'v3') return undefined;
  if (parts.length === 2) return json({ paths: index(resources) });
  const name = parts.slice(2).join('/');
  const version = versionsOf(resources).find((each) => each.name === name);
  return version && json(document(resources, name, version.group, version.version));
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
  return Object.fromEntries(versionsOf(resources).map(({ name }) => [name, { serverRelativeURL: `/openapi/v3/${name}?hash=KUBARIUM` }]));
}

function document(resources: ResourceTable, name: string, group: string, version: string): unknown {
  const built = cache.get(resources.all) ?? new Map<string, unknown>();
  cache.set(resources.all, built);
  let found = built.get(name);
  if (!found) {
    const own = resources.all.filter((definition) => definition.group === group && definition.version === version);
    const schemas = allSchemas(resources, built);
    const wanted = closure(
      schemas,
      own.flatMap((definition) => schemaOf(schemas, definition) ?? []),
    );
    found = {
      openapi: '3.0.0',
      info: { title: 'Kubernetes', version: 'v1.36.3' },
      paths: paths(name, own, schemas),
      components: { schemas: wanted },
    };
    built.set(name, found);
  }
  return found;
}

type Schemas = Readonly<Record<string, JsonSchema>>;

function allSchemas(resources: ResourceTable, built: Map<string, unknown>): Schemas {
  const schemas = (built.get('') as Schemas | undefined) ?? { ...jsonSchemas(REF, resources.docs), ...customSchemas(resources.all) };
  built.set('', schemas);
  return schemas;
}

function customSchemas(definitions: readonly ResourceDefinition[]): Schemas {
  return Object.fromEntries(
    definitions.flatMap(({ group, version, kind, custom }) =>
      custom ? [[openApiNameOf(group, version, kind), custom.openApi] as const] : [],
    ),
  );
}

interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

function schemaOf(schemas: Schemas, { group, version, kind }: ResourceDefinition): string | undefined {
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
    for (const [, reference] of JSON.stringify(schema).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) pending.push(reference as string);
  }
  return wanted;
}

function paths(name: string, definitions: readonly ResourceDefinition[], schemas: Schemas): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const definition of definitions) {
    const schema = schemaOf(schemas, definition);
    const body = schema ? { $ref: REF + schema } : { type: 'object' };
    const base = `/${name}/${definition.namespaced ? 'namespaces/{namespace}/' : ''}${definition.resource}`;
    const gvk = { group: definition.group, kind: definition.kind, version: definition.version };
    const operation = (action: string, query: readonly string[], write?: readonly string[]) => ({
      tags: [apiVersionOf(definition)],
      ...(query.length ? { parameters: query.map(parameter) } : {}),
      ...(write
        ? {
            requestBody: {
              content: Object.fromEntries(write.map((type) => [type, { schema: type === 'application/json' ? body : { type: 'object' } }])),
            },
          }
        : {}),
      responses: { '200': { description: 'OK', content: { 'application/json': { schema: body } } } },
      'x-kubernetes-action': action,
      'x-kubernetes-group-version-kind': gvk,
    });
    result[base] = {
      get: operation('list', ['labelSelector', 'fieldSelector', 'limit', 'continue', 'resourceVersion', 'resourceVersionMatch', 'watch']),
      post: operation('post', ['dryRun', 'fieldManager', 'fieldValidation'], ['application/json']),
      delete: operation('deletecollection', ['labelSelector', 'fieldSelector', 'dryRun']),
    };
    result[`${base}/{name}`] = {
      get: operation('get', []),
      put: operation('put', ['dryRun', 'fieldManager', 'fieldValidation'], ['application/json']),
      patch: operation('patch', ['dryRun', 'fieldManager', 'fieldValidation', 'force'], BODY_TYPES),
      delete: operation('delete', ['dryRun', 'gracePeriodSeconds', 'propagationPolicy']),
    };
  }
  return result;
}

function parameter(name: string): unknown {
  const type = name === 'limit' || name === 'gracePeriodSeconds' ? 'integer' : name === 'watch' || name === 'force' ? 'boolean' : 'string';
  return { name, in: 'query', schema: { type, uniqueItems: true } };
}
