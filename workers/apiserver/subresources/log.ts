/** GET pods/<name>/log: text from whoever runs the pod. */
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, isStatus, notFound } from '../../api/status';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { failed, invalid } from '../replies';
import { containerOf } from './container';
import { unreadableLogOption, validateLogOptions } from './log-options';

interface PodSpec {
  readonly nodeName?: string;
  readonly containers: readonly { readonly name: string }[];
  readonly initContainers?: readonly { readonly name: string }[];
  readonly ephemeralContainers?: readonly { readonly name: string }[];
}

/** The request's body holds the query: container, previous, tailLines, sinceSeconds, timestamps, limitBytes. */
export function readLog(scope: RequestScope, name: string, { body }: ApiRequest): ApiReply {
  const { backend, definition, namespace } = scope;
  const options = { ...(body as Readonly<Record<string, string>> | undefined) };
  const unreadable = unreadableLogOption(options);
  if (unreadable !== undefined) return failed(badRequest(unreadable));
  const errors = validateLogOptions(options);
  if (errors.length) return failed(invalid({ group: '', kind: 'PodLogOptions' }, name, errors));
  const pod = backend.store.get(keyOf(definition, namespace, name))?.value as AnyObject | undefined;
  if (!pod) return failed(notFound('', 'pods', name));
  const spec = pod.spec as PodSpec;
  const container = containerOf(name, spec, options.container);
  if (isStatus(container)) return failed(container);
  if (!spec.nodeName) return { code: 204, body: '' };
  if (!backend.reader.get('', 'nodes', '', spec.nodeName)) return failed(notFound('', 'pods', spec.nodeName));
  const log = backend.logs?.(pod, { ...options, container }) ?? '';
  return isStatus(log) ? failed(log) : { code: 200, body: log };
}
