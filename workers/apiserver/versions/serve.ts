/** Serves a kind in a version that is not the stored one: requests are converted on the way in, answers on the way out. */
import type { AnyObject, KubeList, WatchEvent } from '../../api/meta';
import { isFailure } from '../../api/request';
import type { ApiReply, ApiRequest, RequestOptions } from '../../api/request';
import { badRequest, isStatus, qualified } from '../../api/status';
import type { Status } from '../../api/status';
import type { ResourceDefinition, VersionView } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { failed } from '../replies';
import { apiVersionOf } from '../resource-table';
import { isFailureStatus } from '../verbs/create';
import { patchObject } from '../verbs/patch';
import type { WatchSink } from '../watch/hub';
import { emptyObject } from '../watch/watch';

type Serve = (scope: RequestScope, request: ApiRequest) => ApiReply;

const storedDefinitions = new WeakMap<ResourceDefinition, ResourceDefinition>();

/** The stored kind, with the validation of this version where it has its own, and its rule of names. */
export function storedDefinition(definition: ResourceDefinition, view: VersionView): ResourceDefinition {
  let stored = storedDefinitions.get(definition);
  if (!stored) {
    stored = { ...view.stored, nameRule: definition.nameRule, strategy: { ...view.stored.strategy, ...definition.strategy } };
    storedDefinitions.set(definition, stored);
  }
  return stored;
}

/** `serve` answers in the stored version. */
export function serveVersion(scope: RequestScope, view: VersionView, request: ApiRequest, serve: Serve): ApiReply {
  const inner: RequestScope = { ...scope, definition: storedDefinition(scope.definition, view), spoken: scope.definition };
  const { group, version } = view.stored;
  const options = storedOptions(view, request.options ?? {});
  if (isStatus(options)) return failed(options);
  const inbound: ApiRequest = { ...request, group, version, options };
  const outbound = (reply: ApiReply) =>
    isStatus(reply.body)
      ? inSpokenGroup(scope.definition, view, reply.body, reply)
      : { ...reply, body: converted(scope.definition, view, reply.body) };
  if (request.verb === 'patch' && request.patchType !== 'apply') {
    const before = serve(inner, { ...inbound, verb: 'get', options: {} });
    if (isFailure(before)) return outbound(before);
    const patched = patchObject(scope, view.fromStored(before.body as AnyObject), request);
    if (isFailureStatus(patched)) return failed(patched);
    return outbound(
      serve({ ...inner, patched: true }, { ...inbound, verb: 'update', body: view.toStored(patched as unknown as AnyObject) }),
    );
  }
  const writes = request.verb === 'create' || request.verb === 'update';
  const convertible = writes && typeof request.body === 'object' && request.body !== null;
  return outbound(serve(inner, convertible ? { ...inbound, body: view.toStored(request.body as AnyObject) } : inbound));
}

/** Statuses name the resource in the group that the client asked. */
function inSpokenGroup({ group, resource }: ResourceDefinition, { stored }: VersionView, status: Status, reply: ApiReply): ApiReply {
  const { message, details } = status;
  if (group === stored.group || details?.kind !== resource) return reply;
  const renamed = message?.replace(`${qualified(stored.group, resource)} "`, `${qualified(group, resource)} "`);
  return { ...reply, body: { ...status, ...(renamed === undefined ? {} : { message: renamed }), details: { ...details, group } } };
}

export function convertingSink(definition: ResourceDefinition, view: VersionView, sink: WatchSink): WatchSink {
  const convert = ({ type, object }: WatchEvent): WatchEvent => {
    if (type === 'ERROR') return { type, object };
    return { type, object: type === 'BOOKMARK' ? emptyObject(definition, object.metadata ?? {}) : view.fromStored(object) };
  };
  return { events: (events) => sink.events(events.map(convert)), closed: () => sink.closed() };
}

/** Field selectors name this version's fields. */
export function storedOptions({ storedField }: VersionView, options: RequestOptions): RequestOptions | Status {
  const { fieldSelector } = options;
  if (!fieldSelector || !storedField) return options;
  const unknown = [...fieldSelector.matchAll(FIELD_NAMES)].map(([, , name = '']) => name).find((name) => storedField(name) === undefined);
  if (unknown !== undefined) return badRequest(`field label not supported: ${unknown}`);
  return {
    ...options,
    fieldSelector: fieldSelector.replace(FIELD_NAMES, (_, comma: string, name: string) => `${comma}${storedField(name)}`),
  };
}

const FIELD_NAMES = /(^|,)([^=!,]+)(?=[=!])/g;

function converted(definition: ResourceDefinition, view: VersionView, body: unknown): unknown {
  if (isStatus(body) || typeof body !== 'object' || body === null) return body;
  const list = body as KubeList;
  if (!Array.isArray(list.items)) return view.fromStored(body as AnyObject);
  return { ...list, kind: definition.listKind, apiVersion: apiVersionOf(definition), items: list.items.map(view.fromStored) };
}
