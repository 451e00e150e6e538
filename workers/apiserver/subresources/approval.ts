/** certificatesigningrequests/<name>/approval: writes of conditions, also of those that are a verdict. */
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { notFound } from '../../api/status';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { failed } from '../replies';
import { isFailureStatus } from '../verbs/create';
import { patchObject } from '../verbs/patch';
import { update } from '../verbs/update';

export function approve(scope: RequestScope, name: string, request: ApiRequest): ApiReply {
  const { backend, definition, namespace } = scope;
  const before = backend.store.get(keyOf(definition, namespace, name))?.value as AnyObject | undefined;
  if (!before) return failed(notFound(definition.group, definition.resource, name));
  if (request.verb === 'get') return { code: 200, body: before };
  const wanted = request.verb === 'patch' ? patchObject(scope, before, request) : request.body;
  return isFailureStatus(wanted) ? failed(wanted) : update(scope, name, wanted);
}
