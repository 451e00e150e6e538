/** exec, attach and portforward of pods without an upgrade: why it could not be, or that one is needed (source: pkg/registry/core/pod/strategy.go, 1.36). */
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, isStatus, notFound } from '../../api/status';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { failed } from '../replies';
import { containerOf } from './container';

/** The request's body holds the query. */
export function openStream({ backend, definition, namespace }: RequestScope, name: string, { body, subresource }: ApiRequest): ApiReply {
  const { container, ports } = { ...(body as Readonly<Record<string, string>> | undefined) };
  const forwards = subresource === 'portforward';
  if (forwards && ports !== undefined && !/^\d+$/.test(ports))
    return failed(badRequest(`cannot convert to []int32: strconv.ParseUint: parsing ${JSON.stringify(ports)}: invalid syntax`));
  const pod = backend.store.get(keyOf(definition, namespace, name))?.value as AnyObject | undefined;
  if (!pod) return failed(notFound('', 'pods', name));
  const spec = pod.spec as Parameters<typeof containerOf>[1] & { readonly nodeName?: string };
  const found = forwards ? '' : containerOf(name, spec, container);
  if (isStatus(found)) return failed(found);
  if (!spec.nodeName) return failed(badRequest(`pod ${name} does not have a host assigned`));
  if (!backend.reader.get('', 'nodes', '', spec.nodeName)) return failed(notFound('', 'pods', spec.nodeName));
  return failed(badRequest('Upgrade request required'));
}
