/** exec, attach and portforward of pods without an upgrade: why it could not be, or that one is needed (source: pkg/registry/core/pod/strategy.go, 1.36). */
import type { AnyObject } from '../../api/meta';
import { badRequest, isStatus, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import type { ConnectOptions } from './connect-options';
import { containerOf } from './container';

export const streams = {
  hindrance: ({ backend, definition, namespace }: RequestScope, name: string, options: ConnectOptions): Status | undefined => {
    const pod = backend.store.get(keyOf(definition, namespace, name))?.value as AnyObject | undefined;
    if (!pod) return notFound('', 'pods', name);
    const spec = pod.spec as Parameters<typeof containerOf>[1] & { readonly nodeName?: string };
    const found = options.kind === 'PodPortForwardOptions' ? '' : containerOf(name, spec, options.container);
    if (isStatus(found)) return found;
    if (!spec.nodeName) return badRequest(`pod ${name} does not have a host assigned`);
    return backend.reader.get('', 'nodes', '', spec.nodeName) ? undefined : notFound('', 'pods', spec.nodeName);
  },
  refusal: (): Status => badRequest('Upgrade request required'),
};
