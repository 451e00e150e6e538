/**
 * The Kubernetes REST protocol without a socket. `route` reads one HTTP request and says what has to happen; the host
 * executes it when its cluster can (between rounds) and sends what the route makes of the reply. Nothing here waits.
 */
import type { WatchEvent } from '../api/meta';
import type { ApiReply, ApiRequest, Verb } from '../api/request';
import { badRequest, isStatus } from '../api/status';
import type { Status } from '../api/status';
import type { UserInfo } from '../api/user-info';
import type { AccessControl } from './access-control';
import { LOOPBACK_ADMIN } from './authn/authenticator';
import type { Headers } from './authn/impersonation';
import { answerForm } from './http/answer-form';
import { pathBehind } from './subresources/connect-options';
import type { ConnectRequest } from './subresources/connect';
import { serveDocument } from './discovery/documents';
import { decodeBody, patchTypeOf } from './http/body';
import { UNKNOWN_PATH, customRefusal, isCustomGroup, notAcceptable } from './http/custom-routes';
import { decodeCustomObject, noStrategicPatch, undecodedScale } from './crd/decode-object';
import { queriedDeleteOptions, withoutDeleteOptions } from './http/delete-request';
import { decodeObject, expectedKind } from './http/decode-object';
import type { DecodedObject, FieldValidation } from './http/decode-object';
import { withDeprecation } from './http/deprecation';
import { negotiate, notStreamed } from './http/negotiate';
import type { MediaType } from './http/negotiate';
import { isVerbAlone, resourcePath, segmentsOf, watchedPath } from './http/path';
import type { ResourcePath } from './http/path';
import { isTrue, parseQuery, requestOptions, unescaped } from './http/query';
import { allows, hasSubresource, hasTable, verbOf } from './http/verb';
import { checkGet, checkName, checkTimeout, versionOnly } from './http/read-options';
import { checkWriteOptions } from './http/write-options';
import { renderReply, replyOfStatus, watchEncoder } from './http/render';
import { rawExtensionFields } from '../resources/schema/raw-extensions';
import { methodNotAllowed, resourceNotFound } from './replies';
import type { ResourceTable } from './resource-table';
import type { ApiServer } from './server';
import { managerOfClient } from './validation/managers';

export interface HttpRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Names in lower case; those of impersonation that may be repeated as lists. */
  readonly headers?: Headers & { readonly [name in 'accept' | 'content-type' | 'user-agent']?: string | undefined };
  /** Text, or data that is decoded already. */
  readonly body?: unknown;
}

export interface HttpReply {
  readonly code: number;
  /** "": none. */
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts of Warning headers, without the "299 - " in front. */
  readonly warnings?: readonly string[];
  /** Text as it is; anything else goes out as JSON. */
  readonly body: unknown;
}

export type Route =
  | { readonly type: 'reply'; readonly reply: HttpReply }
  | { readonly type: 'request'; readonly request: ApiRequest; readonly render: (reply: ApiReply, nowMs: number) => HttpReply }
  | {
      readonly type: 'watch';
      readonly request: ApiRequest;
      readonly contentType: string;
      /** The JSON documents to send for these events, in order; stateful, one per watch. */
      readonly encode: (events: readonly WatchEvent[], nowMs: number) => readonly object[];
      readonly fail: (reply: ApiReply) => HttpReply;
      /** Texts of Warning headers. */
      readonly warnings?: readonly string[];
      /** Real seconds after which the server ends the stream; absent: never. */
      readonly timeoutSeconds?: number;
    }
  /** Not a path of the API server; `denied` is the answer to those who may not ask for it either. */
  | { readonly type: 'fallback'; readonly denied?: HttpReply };

/** The body limit of upstream's server, 3 MiB; hosts answer {@link bodyTooLarge} past it. */
export const BODY_BYTES_MAX = 3 * 1024 * 1024;

export function bodyTooLarge(): HttpReply {
  return replyOfStatus({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `Request entity too large: limit is ${BODY_BYTES_MAX}`,
    reason: 'RequestEntityTooLarge',
    code: 413,
  });
}

/** Methods of subresources that connect. */
const CONNECTING = new Map([
  ...['attach', 'exec', 'portforward'].map((name) => [name, new Set(['GET', 'POST'])] as const),
  ['proxy', new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])],
]);

/** Without `access` everybody is the administrator. */
export function route(resources: ResourceTable, http: HttpRequest, access?: AccessControl): Route {
  return answerForm(http, routeOf(resources, http, access));
}

function routeOf(resources: ResourceTable, http: HttpRequest, access: AccessControl | undefined): Route {
  const at = http.path.indexOf('?');
  const path = unescaped(at < 0 ? http.path : http.path.slice(0, at));
  if (path === undefined) return { type: 'reply', reply: plainText(400, '400 Bad Request') };
  const query = parseQuery(at < 0 ? '' : http.path.slice(at + 1));
  const all = segmentsOf(path);
  if (isVerbAlone(all)) return { type: 'reply', reply: plainText(500, noSuchRequest(path)) };
  const user = access ? access.admit(http.method, path, query, http.headers ?? {}) : LOOPBACK_ADMIN;
  if (isStatus(user)) return isOwnPath(path) ? refused(user) : { type: 'fallback', denied: replyOfStatus(user) };
  const accept = http.headers?.accept;
  const document = serveDocument(resources, { method: http.method, path, query: at < 0 ? '' : http.path.slice(at + 1), accept });
  if (document) return { type: 'reply', reply: document };
  const watched = watchedPath(all);
  const segments = watched ?? all;
  if (segments[0] !== 'api' && segments[0] !== 'apis') return { type: 'fallback' };
  const target = resourcePath(resources, segments);
  if (!target)
    return isCustomGroup(resources.all, segments[1] ?? '') ? { type: 'reply', reply: UNKNOWN_PATH } : refused(resourceNotFound());
  const custom = customRefusal(target, http.method);
  if (custom) return isStatus(custom) ? refused(custom) : { type: 'reply', reply: custom };
  if (!target.definition.custom && !hasSubresource(target)) return refused(resourceNotFound());
  const connects = CONNECTING.get(target.subresource);
  if (connects) return connects.has(http.method) ? routeConnect(target, http, user) : refused(methodNotAllowed());
  const isLog = target.subresource === 'log';
  const sort = http.method === 'GET' && target.name === '' ? 'collection' : isLog ? 'log' : 'object';
  const media = negotiate(accept, sort, hasTable(target));
  if (isStatus(media)) return refused(target.definition.custom ? notAcceptable() : media);
  if (typeof http.body === 'string' && http.body.length > BODY_BYTES_MAX) return { type: 'reply', reply: bodyTooLarge() };
  if (watched && (target.subresource !== '' || !allows(target, 'watch'))) return refused(resourceNotFound());
  const verb = watched ? (http.method === 'GET' ? 'watch' : undefined) : verbOf(http.method, target, query);
  if (!verb || !allows(target, verb)) return refusedVerb(target, verb);
  if (verb === 'watch' && media.yaml) return refused(notStreamed());
  const refusal = (verb === 'watch' || isLog ? undefined : checkTimeout(query)) ?? checkName(verb, target.name) ?? checkGet(verb, query);
  if (refusal) return refused(refusal);
  const asked = routeVerb(resources, verb, target, media, query, http, user);
  const way = watched && !isTrue(query.watch ?? '0') ? readAsList(asked) : asked;
  return hasSubresource(target) ? withDeprecation(target.definition, way) : way;
}

/** Without a parameter that says so too, the options of a watch are a list's. */
function readAsList(way: Route): Route {
  return way.type === 'watch' ? { ...way, request: { ...way.request, options: { ...way.request.options, readAsList: true } } } : way;
}

function plainText(code: number, body: string): HttpReply {
  return { code, contentType: 'text/plain; charset=utf-8', body };
}

function noSuchRequest(path: string): string {
  return `Internal Server Error: ${JSON.stringify(path)}: failed to create RequestInfo: unable to determine kind and namespace from url, ${path}\n`;
}

/** Lists that cannot be watched say so. */
function refusedVerb(target: ResourcePath, verb: Verb | undefined): Route {
  const { resource } = target.definition;
  if (verb !== 'watch' || !allows(target, 'list')) return refused(methodNotAllowed());
  const status = {
    ...methodNotAllowed(),
    message: `watch is not supported on resources of kind "${resource}"`,
    details: { kind: resource },
  };
  return withDeprecation(target.definition, refused(status));
}

/** Neither the body nor the form of the answer is looked at. */
function routeConnect({ definition, namespace, name, version, subresource }: ResourcePath, http: HttpRequest, user: UserInfo): Route {
  const { group, resource } = definition;
  const [path = '', query = ''] = http.path.split(/\?([^]*)/, 2);
  const behind = new RegExp(`^(?:/[^/]*){${namespace ? 7 : 5}}`);
  const body: ConnectRequest = { method: http.method, query, path: pathBehind(path.replace(behind, '')) };
  const where = { group, version, resource, ...(namespace ? { namespace } : {}), name };
  const form = { media: { yaml: false }, definition, include: 'Metadata', documented: { docs: undefined } } as const;
  return {
    type: 'request',
    request: { verb: 'get', ...where, subresource, body, user: user.username, userInfo: user },
    render: (reply, nowMs) => renderReply(reply, form, nowMs),
  };
}

/** Executes a request in place; watches are refused, they need a host. */
export function handleHttp(server: ApiServer, http: HttpRequest): HttpReply {
  const way = route(server.resources, http, server.access);
  if (way.type === 'reply') return way.reply;
  if (way.type === 'request') return way.render(server.handle(way.request), server.nowMs);
  if (way.type === 'watch') return replyOfStatus(badRequest('this caller cannot watch'));
  return way.denied ?? { code: 404, contentType: 'text/plain; charset=utf-8', body: '404 page not found\n' };
}

/** Whatever is not the API server's may be the page's. */
function isOwnPath(path: string): boolean {
  return /^\/(api|apis|openapi|version|metrics|healthz|livez|readyz)(\/|$)/.test(path);
}

function routeVerb(
  resources: ResourceTable,
  verb: Verb,
  target: ResourcePath,
  media: MediaType,
  query: Record<string, string>,
  http: HttpRequest,
  user: UserInfo,
): Route {
  const deletes = verb === 'delete' || verb === 'deletecollection';
  const options = requestOptions(deletes ? withoutDeleteOptions(query) : verb === 'get' ? versionOnly(query) : query);
  if (typeof options === 'string') return refused(badRequest(options));
  const { definition, namespace, name, subresource } = target;
  const contentType = http.headers?.['content-type'] ?? '';
  const patchType = verb === 'patch' ? patchTypeOf(contentType) : undefined;
  if (isStatus(patchType)) return refused(definition.custom ? noStrategicPatch() : patchType);
  const badOptions = checkWriteOptions(verb, query, contentType);
  if (badOptions) return refused(badOptions);
  if (patchType === 'strategic' && definition.custom) return refused(noStrategicPatch());
  const read = readBody(resources, verb, target, http, options.fieldValidation ?? 'Warn');
  if (isStatus(read)) return refused(read);
  if (read.refusal) return { type: 'reply', reply: { ...replyOfStatus(read.refusal), warnings: read.warnings } };
  const given = deletes && hasNoBody(http.body) ? queriedDeleteOptions(query) : read.value;
  if (isStatus(given)) return refused(given);
  const body = subresource === 'log' ? query : given;
  const request: ApiRequest = {
    verb,
    group: definition.group,
    version: target.version,
    resource: definition.resource,
    ...(namespace ? { namespace } : {}),
    ...(name ? { name } : {}),
    ...(subresource ? { subresource } : {}),
    ...(body === undefined ? {} : { body }),
    ...(read.emptied?.length ? { emptied: read.emptied } : {}),
    ...(read.rawTexts ? { rawTexts: read.rawTexts } : {}),
    ...(read.unreadable ? { unreadable: read.unreadable } : {}),
    ...(patchType === undefined ? {} : { patchType, ...(read.repeated?.length ? { repeated: read.repeated } : {}) }),
    options:
      verb === 'get' || verb === 'list' || verb === 'watch' || options.fieldManager
        ? options
        : { ...options, fieldManager: managerOfClient(http.headers?.['user-agent']) },
    userInfo: user,
  };
  const include = query.includeObject ?? '';
  if (media.as === 'Table' && !['', 'Metadata', 'Object', 'None'].includes(include)) {
    return refused(
      badRequest(
        `Unable to convert to Table as requested: includeObject: Invalid value: "${include}": must be 'Metadata', 'Object', 'None', or empty`,
      ),
    );
  }
  const form = { media, definition, include: (include || 'Metadata') as 'Metadata' | 'Object' | 'None', documented: resources };
  const warned = (reply: ApiReply): ApiReply =>
    read.warnings.length ? { ...reply, warnings: [...read.warnings, ...(reply.warnings ?? [])] } : reply;
  if (verb !== 'watch') return { type: 'request', request, render: (reply, nowMs) => renderReply(warned(reply), form, nowMs) };
  const { timeoutSeconds } = options;
  return {
    type: 'watch',
    request,
    contentType: 'application/json',
    encode: watchEncoder(form),
    fail: (reply) => renderReply(reply, form, 0),
    ...(timeoutSeconds ? { timeoutSeconds } : {}),
  };
}

function hasNoBody(body: unknown): boolean {
  return body === undefined || body === '';
}

function readBody(
  resources: ResourceTable,
  verb: Verb,
  target: ResourcePath,
  http: HttpRequest,
  validation: FieldValidation,
): DecodedObject | Status {
  if (verb === 'get' || verb === 'list' || verb === 'watch') return { value: undefined, warnings: [] };
  const expected = expectedKind(target.definition, target.subresource);
  const contentType = http.headers?.['content-type'] ?? '';
  const body = decodeBody(verb, contentType, http.body, expected.kind, rawExtensionFields(expected.apiVersion, expected.kind));
  const isCustomScale = target.subresource === 'scale' && target.definition.custom !== undefined;
  if (isStatus(body)) {
    if (verb === 'patch' && patchTypeOf(contentType) !== 'apply') return { value: undefined, warnings: [], unreadable: body };
    return isCustomScale && body.code === 400 && verb !== 'patch' ? undecodedScale() : body;
  }
  const repeated = verb === 'patch' ? body.duplicates.map(({ warning }) => warning) : [];
  if (verb !== 'create' && verb !== 'update') return { value: body.value, warnings: [], repeated };
  const custom = isCustomScale ? undefined : target.definition.custom;
  if (custom) return decodeCustomObject(target.definition, custom, body, http.body, validation);
  const decoded = decodeObject(resources, body, http.body, expected, validation);
  return isCustomScale && isStatus(decoded) ? undecodedScale() : decoded;
}

function refused(status: Status): Route {
  return { type: 'reply', reply: replyOfStatus(status) };
}
