/** nodes, pods and services/<name>/proxy: the object must be there; hosts that have machines behind them take over from here. */
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, failure, notFound } from '../../api/status';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { failed } from '../replies';

/** What a proxied request asks of its target: the body of the ApiRequest. */
export interface ProxiedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
}

const SCHEMES = ['', 'http', 'https'];

/** The name in a path may be "name", "name:port" or "scheme:name:port" (source: apimachinery/pkg/util/net SplitSchemeNamePort). */
export function proxyTarget(text: string): { readonly name: string; readonly port: string } | undefined {
  const parts = text.split(':');
  const [scheme = '', name = '', port = ''] = parts.length < 3 ? ['', ...parts] : parts;
  return parts.length <= 3 && name !== '' && SCHEMES.includes(scheme) ? { name, port } : undefined;
}

export function proxy(scope: RequestScope, path: string, _request: ApiRequest): ApiReply {
  const { backend, definition, namespace } = scope;
  const target = proxyTarget(path);
  if (!target) return failed(badRequest(`invalid ${definition.singular} request ${JSON.stringify(path)}`));
  const { name } = target;
  const { group, resource } = definition;
  if (!backend.store.get(keyOf(definition, namespace, name))) return failed(notFound(group, resource, name));
  if (resource === 'pods') return failed(badRequest('address not allowed'));
  return failed(failure(503, 'ServiceUnavailable', `no endpoints available for ${definition.singular} "${name}"`));
}
