import type { ApiReply, RequestOptions } from '../../api/request';
import { notFound } from '../../api/status';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { invalidVersion } from './resource-version';
import { failed, succeeded, tooLargeVersion, unclassified } from '../replies';

export function get(scope: RequestScope, name: string, { resourceVersion = '' }: RequestOptions = {}): ApiReply {
  const { backend, definition, namespace } = scope;
  const invalid = resourceVersion && invalidVersion(resourceVersion);
  if (invalid) return failed(unclassified(invalid));
  if (Number(resourceVersion) > backend.store.revision)
    return failed(tooLargeVersion(BigInt(resourceVersion ?? 0).toString(), backend.store.revision));
  const entry = backend.store.get(keyOf(definition, namespace, name));
  return entry ? succeeded(scope, 200, entry.value) : failed(notFound(definition.group, definition.resource, name));
}
