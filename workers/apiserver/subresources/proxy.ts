/** nodes, pods and services/<name>/proxy: the object must be there; hosts that have machines behind them take over from here. */
import { badRequest, failure, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';

const SCHEMES = ['', 'http', 'https'];

/** The name in a path may be "name", "name:port" or "scheme:name:port" (source: apimachinery/pkg/util/net SplitSchemeNamePort). */
export function proxyTarget(text: string): { readonly name: string; readonly port: string } | undefined {
  const parts = text.split(':');
  const [scheme = '', name = '', port = ''] = parts.length < 3 ? ['', ...parts] : parts;
  return parts.length <= 3 && name !== '' && SCHEMES.includes(scheme) ? { name, port } : undefined;
}

export const proxies = {
  hindrance: ({ backend, definition, namespace }: RequestScope, path: string): Status | undefined => {
    const { group, resource, singular } = definition;
    const target = proxyTarget(path);
    if (!target) return badRequest(`invalid ${singular} request ${JSON.stringify(path)}`);
    const { name } = target;
    const isThere = backend.store.get(keyOf(definition, namespace, name)) !== undefined;
    const isKnown = isThere && (resource !== 'services' || backend.reader.get('', 'endpoints', namespace, name) !== undefined);
    return isKnown ? undefined : notFound(group, resource, name);
  },
  refusal: ({ definition }: RequestScope, path: string): Status => {
    const { resource, singular } = definition;
    if (resource === 'pods') return badRequest('address not allowed');
    return failure(503, 'ServiceUnavailable', `no endpoints available for ${singular} ${JSON.stringify(proxyTarget(path)?.name)}`);
  },
};
