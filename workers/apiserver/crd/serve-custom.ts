/** Requests for a custom resource are served in the version they name; the store converts. */
import type { ApiRequest } from '../../api/request';
import { notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { CustomKind, ResourceDefinition } from '../../resources/definition';
import type { WatchEvent } from '../../api/meta';
import type { WatchSink } from '../watch/hub';

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
