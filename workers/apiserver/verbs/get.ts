import type { ApiReply } from '../../api/request';
import { notFound } from '../../api/status';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { failed } from '../replies';

export function get(scope: RequestScope, name: string): ApiReply {
  const { backend, definition, namespace } = scope;
  const entry = backend.store.get(keyOf(definition, namespace, name));
  return entry ? { code: 200, body: entry.value } : failed(notFound(definition.group, definition.resource, name));
}
