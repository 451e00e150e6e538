/** nodes, pods and services/<name>/proxy: the object must be there; hosts that have machines behind them take over from here. */
import type { ApiReply, ApiRequest } from '../../api/request';
import { failure, notFound } from '../../api/status';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { failed } from '../replies';

/** What a proxied request asks of its target: the body of the ApiRequest. */
export interface ProxiedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
}

/** The name in a path may be "name", "name:port" or "scheme:name:port". */
export function proxyTarget(name: string): { readonly name: string; readonly port: string } {
  const [first = '', second = '', third] = name.split(':');
  return third === undefined ? { name: first, port: second } : { name: second, port: third };
}

export function proxy(scope: RequestScope, path: string, _request: ApiRequest): ApiReply {
  const { backend, definition, namespace } = scope;
  const { name } = proxyTarget(path);
  const { group, resource } = definition;
  if (!backend.store.get(keyOf(definition, namespace, name))) return failed(notFound(group, resource, name));
  return failed(failure(503, 'ServiceUnavailable', `no endpoints available for ${definition.singular} "${name}"`));
}
