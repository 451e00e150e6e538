/** Subresources besides status, by name. */
import type { ApiReply, ApiRequest, Verb } from '../../api/request';
import type { RequestScope } from '../backend';
import { subresourceNotFound } from '../crd/serve-custom';
import { failed, methodNotAllowed, resourceNotFound } from '../replies';
import { bind } from './binding';
import { evict } from './eviction';
import { get } from '../verbs/get';
import { patch } from '../verbs/patch';
import { update } from '../verbs/update';
import { connecting } from './connect';
import { readLog } from './log';
import { proxies } from './proxy';
import { scale } from './scale';
import { streams } from './stream';
import { requestToken } from './token';

type Handler = (scope: RequestScope, name: string, request: ApiRequest) => ApiReply;

interface Subresource {
  /** Default "". */
  readonly group?: string;
  readonly resource: string;
  readonly name: string;
  readonly verbs: readonly Verb[];
  readonly handle: Handler;
}

const SUBRESOURCES: readonly Subresource[] = [
  { resource: 'pods', name: 'binding', verbs: ['create'], handle: (scope, name, { body }) => bind(scope, name, body) },
  { resource: 'pods', name: 'eviction', verbs: ['create'], handle: evict },
  { resource: 'pods', name: 'log', verbs: ['get'], handle: readLog },
  ...['attach', 'exec', 'portforward'].map((name): Subresource => ({
    resource: 'pods',
    name,
    verbs: ['create', 'get'],
    handle: connecting(streams),
  })),
  { resource: 'serviceaccounts', name: 'token', verbs: ['create'], handle: (scope, name, { body }) => requestToken(scope, name, body) },
  ...['nodes', 'pods', 'services'].map((resource): Subresource => ({
    resource,
    name: 'proxy',
    verbs: ['get'],
    handle: connecting(proxies),
  })),
  ...['ephemeralcontainers', 'resize'].map((name): Subresource => ({
    resource: 'pods',
    name,
    verbs: ['get', 'update', 'patch'],
    handle: writePart,
  })),
  {
    group: 'certificates.k8s.io',
    resource: 'certificatesigningrequests',
    name: 'approval',
    verbs: ['get', 'update', 'patch'],
    handle: writePart,
  },
  { resource: 'namespaces', name: 'finalize', verbs: ['update'], handle: writePart },
];

export function serveSubresource(scope: RequestScope, request: ApiRequest): ApiReply {
  const { definition } = scope;
  const { name = '', verb, subresource } = request;
  if (subresource === 'scale') {
    if (!definition.scale) return failed(definition.custom ? subresourceNotFound(definition, request) : resourceNotFound());
    return ['get', 'update', 'patch'].includes(verb) ? scale(scope, name, request, definition.scale) : failed(methodNotAllowed());
  }
  const found = SUBRESOURCES.find(
    ({ group = '', resource, name: part }) => part === subresource && definition.group === group && definition.resource === resource,
  );
  if (!found) return failed(resourceNotFound());
  return found.verbs.includes(verb) ? found.handle(scope, name, request) : failed(methodNotAllowed());
}

/** Of the object itself; what the subresource may change is the kind's own matter. */
function writePart(scope: RequestScope, name: string, request: ApiRequest): ApiReply {
  if (request.verb === 'get') return get(scope, name, request.options ?? {});
  return request.verb === 'patch' ? patch(scope, name, request) : update(scope, name, request.body);
}
