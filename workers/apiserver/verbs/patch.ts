/** PATCH (source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go, 1.36). */
import { cloneJson } from '../../lib/clone';
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, failure, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { isMap, mergePatch } from '../patch/merge';
import { failed } from '../replies';
import { isFailureStatus } from './create';
import { replace } from './update';

export function patch(scope: RequestScope, name: string, request: ApiRequest): ApiReply {
  const { definition, backend } = scope;
  const before = backend.store.get(keyOf(definition, scope.namespace, name))?.value as AnyObject | undefined;
  if (request.patchType === 'apply') return failed(applyAbsent());
  if (!before) return failed(notFound(definition.group, definition.resource, name));
  const patched = patchObject(before, request);
  if (isFailureStatus(patched)) return failed(patched);
  const draft = cloneJson(patched) as Draft;
  const moved = checkIdentity(scope, name, draft);
  if (moved) return failed(moved);
  return replace(scope, name, before, scope.subresource === 'status' ? ({ ...cloneJson(before), metadata: draft.metadata, status: draft.status } as Draft) : draft);
}

/** The patched object; shares parts with `before`. */
export function patchObject(before: AnyObject, { body, patchType }: ApiRequest): AnyObject | Status {
  if (patchType === 'merge' || patchType === 'strategic' || patchType === undefined) {
    if (!isMap(body)) return badRequest('the patch is no object');
    return mergePatch(before, body) as AnyObject;
  }
  return badRequest(`patch type ${patchType} is not supported`);
}

function checkIdentity(scope: RequestScope, name: string, draft: Draft): Status | undefined {
  const { metadata } = draft;
  if (metadata.name !== name) return badRequest(`the name of the object (${metadata.name ?? ''}) does not match the name on the URL (${name})`);
  if (scope.definition.namespaced && metadata.namespace !== scope.namespace) {
    return badRequest(`the namespace of the object (${metadata.namespace ?? ''}) does not match the namespace on the URL (${scope.namespace})`);
  }
  return undefined;
}

function applyAbsent(): Status {
  return failure(415, 'UnsupportedMediaType', 'server-side apply is not simulated: use another patch type, or kubectl apply without --server-side');
}
