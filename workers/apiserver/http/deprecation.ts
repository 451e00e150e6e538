/** Every use of a deprecated version is told so, whatever comes of the request (source: k8s.io/apiserver/pkg/endpoints/installer.go, 1.36). */
import type { ResourceDefinition } from '../../resources/definition';
import type { HttpReply, Route } from '../http';

const DEPRECATED: Readonly<Record<string, string>> = {
  '/componentstatuses': 'v1 ComponentStatus is deprecated in v1.19+',
  '/endpoints': 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
};

export function withDeprecation({ group, resource, custom }: ResourceDefinition, way: Route): Route {
  const text = custom?.deprecation ?? DEPRECATED[`${group}/${resource}`];
  if (text === undefined) return way;
  const warned = (reply: HttpReply): HttpReply => ({
    ...reply,
    warnings: [text, ...(reply.warnings ?? []).filter((other) => other !== text)],
  });
  if (way.type === 'reply') return { ...way, reply: warned(way.reply) };
  if (way.type === 'request') return { ...way, render: (reply, nowMs) => warned(way.render(reply, nowMs)) };
  return way.type === 'watch' ? { ...way, warnings: [text], fail: (reply) => warned(way.fail(reply)) } : way;
}
