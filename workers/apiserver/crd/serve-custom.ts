/** Requests for a custom resource in any version are served in the storage version; only what goes in and out is converted. */
import type { AnyObject, KubeList, WatchEvent } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { isStatus, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { CustomKind, ResourceDefinition } from '../../resources/definition';
import type { WatchSink } from '../watch/hub';

export function asStored(definition: ResourceDefinition, { storageVersion }: CustomKind, request: ApiRequest): ApiRequest {
  if (definition.version === storageVersion) return request;
  const from = `${definition.group}/${definition.version}`;
  const body = request.body as AnyObject | undefined;
  const converted = body?.apiVersion === from ? { ...body, apiVersion: `${definition.group}/${storageVersion}` } : body;
  return { ...request, version: storageVersion, ...(body === undefined ? {} : { body: converted }) };
}

export function presentedReply({ present }: CustomKind, request: ApiRequest, reply: ApiReply): ApiReply {
  const { body } = reply;
  if (isStatus(body) || (request.subresource && request.subresource !== 'status')) return reply;
  if (request.verb !== 'list' && request.verb !== 'deletecollection') return { ...reply, body: present(body as AnyObject) };
  const list = body as KubeList;
  const apiVersion = `${request.group}/${request.version}`;
  return { ...reply, body: { ...list, apiVersion, items: list.items.map(present) } };
}

export function presentedSink({ present }: CustomKind, sink: WatchSink): WatchSink {
  const shown = (event: WatchEvent): WatchEvent => {
    if (event.type === 'BOOKMARK' || event.type === 'ERROR') return event;
    const object = present(event.object);
    return object === event.object ? event : { ...event, object };
  };
  return { events: (events) => sink.events(events.map(shown)), closed: () => sink.closed() };
}

/** A custom resource without that subresource: the object is what cannot be found. */
export function subresourceNotFound({ group, resource }: ResourceDefinition, { name = '' }: ApiRequest): Status {
  return notFound(group, resource, name);
}
