/**
 * The paths of an OpenAPI v3 document: what can be asked of a group version's resources and their subresources (source:
 * k8s.io/apiserver/pkg/endpoints/installer.go, 1.36). Differs: no deprecated watch paths, no descriptions of parameters, operations
 * of pages and proxies below a path are not told.
 */
import type { ResourceDefinition } from '../../resources/definition';
import type { JsonSchema } from '../../resources/schema/openapi';
import { apiVersionOf } from '../resource-table';
import { subresourcesOf, verbsOf } from './discovery';
import type { DocumentV3, OperationV3 } from './openapi-v2';

const PATCH_TYPES = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
];
const PAGES = ['allowWatchBookmarks', 'continue', 'fieldSelector', 'labelSelector', 'limit', 'resourceVersion', 'resourceVersionMatch'];
const LIST = [...PAGES, 'sendInitialEvents', 'timeoutSeconds', 'watch'];
const WRITE = ['dryRun', 'fieldManager', 'fieldValidation'];
const DELETE = ['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy'];
const TYPES: Readonly<Record<string, string>> = {
  limit: 'integer',
  timeoutSeconds: 'integer',
  gracePeriodSeconds: 'integer',
  allowWatchBookmarks: 'boolean',
  sendInitialEvents: 'boolean',
  watch: 'boolean',
  force: 'boolean',
  orphanDependents: 'boolean',
};

export interface OpenApiNames {
  /** A reference to the schema of a kind; any object where it has none. */
  kind(group: string, version: string, kind: string): JsonSchema;
  list(definition: ResourceDefinition): JsonSchema;
  readonly status: JsonSchema;
}

interface Action {
  readonly action: string;
  readonly says: string;
  readonly query?: readonly string[];
  /** Content types of the body. */
  readonly body?: readonly string[];
  readonly answer: JsonSchema;
  readonly codes?: readonly string[];
}

interface Gvk {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
}

/** `name` of the document: "apis/apps/v1". */
export function pathsOf(name: string, definitions: readonly ResourceDefinition[], names: OpenApiNames): DocumentV3['paths'] {
  const paths: Record<string, Readonly<Record<string, OperationV3>>> = {};
  for (const definition of definitions) {
    const base = `/${name}/${definition.namespaced ? 'namespaces/{namespace}/' : ''}${definition.resource}`;
    const { group, version, kind } = definition;
    const own = { gvk: { group, kind, version }, schema: names.kind(group, version, kind) };
    const operations = (path: string, actions: Readonly<Record<string, Action | undefined>>, about: typeof own = own) => {
      const made = Object.entries(actions).flatMap(([method, action]) =>
        action ? [[method, operation(path, apiVersionOf(definition), about, action)] as const] : [],
      );
      if (made.length > 0) paths[path] = Object.fromEntries(made);
    };
    const verbs = verbsOf(definition);
    const list = verbs.includes('list') ? listing(kind, names.list(definition)) : undefined;
    if (definition.namespaced && list) operations(`/${name}/${definition.resource}`, { get: list });
    operations(base, collectionActions(definition, verbs, own.schema, names, list));
    operations(`${base}/{name}`, objectActions(definition, verbs, own.schema, names));
    for (const { name: part, verbs: allowed, ...other } of subresourcesOf(definition)) {
      const gvk = { group: other.group ?? group, kind: other.kind, version: other.version ?? version };
      const schema = names.kind(gvk.group, gvk.version, gvk.kind);
      operations(`${base}/{name}/${part}`, subresourceActions(kind, part, allowed, schema), { gvk, schema });
    }
  }
  return paths;
}

function listing(kind: string, answer: JsonSchema): Action {
  return { action: 'list', says: `list or watch objects of kind ${kind}`, query: LIST, answer };
}

function collectionActions(
  { kind }: ResourceDefinition,
  verbs: readonly string[],
  schema: JsonSchema,
  { status }: OpenApiNames,
  list: Action | undefined,
): Readonly<Record<string, Action | undefined>> {
  const creates: Action = {
    action: 'post',
    says: `create ${article(kind)}`,
    query: WRITE,
    body: ['*/*'],
    answer: schema,
    codes: ['200', '201', '202'],
  };
  const empties: Action = {
    action: 'deletecollection',
    says: `delete collection of ${kind}`,
    query: [...PAGES, ...DELETE],
    answer: status,
  };
  return {
    get: list,
    post: verbs.includes('create') ? creates : undefined,
    delete: verbs.includes('deletecollection') ? empties : undefined,
  };
}

function objectActions(
  { kind, strategy }: ResourceDefinition,
  verbs: readonly string[],
  schema: JsonSchema,
  { status }: OpenApiNames,
): Readonly<Record<string, Action | undefined>> {
  const when = (verb: string, action: Action) => (verbs.includes(verb) ? action : undefined);
  const removed = strategy.deleteReturnsObject ? schema : status;
  return {
    get: when('get', { action: 'get', says: `read the specified ${kind}`, answer: schema }),
    put: when('update', { ...replacing(`replace the specified ${kind}`, schema) }),
    patch: when('patch', { ...patching(`partially update the specified ${kind}`, schema) }),
    delete: when('delete', { action: 'delete', says: `delete ${article(kind)}`, query: DELETE, answer: removed, codes: ['200', '202'] }),
  };
}

function subresourceActions(
  kind: string,
  part: string,
  verbs: readonly string[],
  schema: JsonSchema,
): Readonly<Record<string, Action | undefined>> {
  const when = (verb: string, action: Action) => (verbs.includes(verb) ? action : undefined);
  const says = `${part} of the specified ${kind}`;
  const codes = ['200', '201', '202'];
  return {
    get: when('get', { action: 'get', says: `read ${says}`, answer: schema }),
    post: when('create', {
      action: 'post',
      says: `create ${part} of ${article(kind)}`,
      query: WRITE,
      body: ['*/*'],
      answer: schema,
      codes,
    }),
    put: when('update', replacing(`replace ${says}`, schema)),
    patch: when('patch', patching(`partially update ${says}`, schema)),
  };
}

function replacing(says: string, answer: JsonSchema): Action {
  return { action: 'put', says, query: WRITE, body: ['*/*'], answer, codes: ['200', '201'] };
}

function patching(says: string, answer: JsonSchema): Action {
  return { action: 'patch', says, query: [...WRITE, 'force'], body: PATCH_TYPES, answer, codes: ['200', '201'] };
}

function operation(
  path: string,
  tag: string,
  { gvk, schema }: { readonly gvk: Gvk; readonly schema: JsonSchema },
  { action, says, query = [], body, answer, codes = ['200'] }: Action,
): OperationV3 {
  const places = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const asked = query.map((name) => ({ name, in: 'query', schema: { type: TYPES[name] ?? 'string' } }));
  const content = (body ?? []).map((type) => [type, { schema: type === '*/*' ? schema : { type: 'object' } }]);
  const reply = { content: { 'application/json': { schema: answer } } };
  return {
    description: says,
    tags: [tag],
    ...(places.length + asked.length > 0 ? { parameters: [...places, ...asked] } : {}),
    ...(body ? { requestBody: { content: Object.fromEntries(content) as Record<string, { schema: JsonSchema }> } } : {}),
    responses: Object.fromEntries(codes.map((code) => [code, { description: REPLIES[code] ?? '', ...reply }])),
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
  };
}

const REPLIES: Readonly<Record<string, string>> = { '200': 'OK', '201': 'Created', '202': 'Accepted' };

function article(kind: string): string {
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`;
}
