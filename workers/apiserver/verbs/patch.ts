/** PATCH (source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go, 1.36). */
import { isMap } from '../../lib/member';
import { cloneJson } from '../../lib/clone';
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import { decode } from '../../resources/schema/decode';
import { carryRawTexts, rawExtensionFields } from '../../resources/schema/raw-extensions';
import { typeOfKind } from '../../resources/schema/structure';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { apply } from '../managed-fields/apply';
import { conversionError } from '../patch/from-unstructured';
import { goValue } from '../patch/go-format';
import { goJson, touchedBy } from '../patch/go-json';
import { jsonPatch, unknownMembers } from '../patch/json-patch';
import { mergePatch } from '../patch/merge';
import { PatchError, goKind, undecodable } from '../patch/patch-error';
import { inOwnKind } from '../patch/patched-kind';
import { strategicMerge } from '../patch/strategic-merge';
import { failed } from '../replies';
import { isFailureStatus } from './create';
import { checkName, replace } from './update';

export function patch(given: RequestScope, name: string, request: ApiRequest): ApiReply {
  const scope = { ...given, patched: true };
  const { definition, backend } = scope;
  const before = backend.store.get(keyOf(definition, scope.namespace, name))?.value as AnyObject | undefined;
  if (request.patchType === 'apply') return apply(scope, name, request);
  if (!before) return failed(notFound(definition.group, definition.resource, name));
  const draft = patchObject(scope, before, request);
  if (isFailureStatus(draft)) return failed(draft);
  const moved = checkIdentity(scope, name, draft);
  if (moved) return failed(moved);
  if (scope.subresource === 'status')
    return replace(scope, name, before, { ...before, metadata: draft.metadata, status: draft.status } as Draft);
  return replace(scope, name, before, draft);
}

/** The patched object as a copy of its own, decoded as strictly as the request wants, or why there is none. */
export function patchObject(scope: RequestScope, before: AnyObject, request: ApiRequest): Draft | Status {
  try {
    const own = request.patchType === 'strategic' ? { ...request, body: cloneJson(request.body) } : request;
    const given = new Set<unknown>();
    return decodePatched(scope, before, applyPatch(before, own, given), own, given);
  } catch (error) {
    if (error instanceof PatchError) return error.status;
    throw error;
  }
}

function applyPatch(before: AnyObject, { body, patchType = 'merge', options = {} }: ApiRequest, given: Set<unknown>): AnyObject {
  if (patchType === 'json') {
    const result = jsonPatch(before, body, options.fieldValidation !== 'Ignore', given) as AnyObject;
    carryRawTexts(before, result, rawExtensionFields(before.apiVersion ?? '', before.kind ?? ''));
    return result;
  }
  if (body === null && patchType === 'merge') throw new PatchError(badRequest('Invalid JSON Patch'));
  if (body === null) return before;
  if (!isMap(body)) {
    const type = goKind(body);
    throw new PatchError(
      badRequest(
        `${patchType === 'merge' ? 'error decoding patch: ' : ''}json: cannot unmarshal ${type} into Go value of type map[string]interface {}`,
      ),
    );
  }
  if (patchType === 'merge') return mergePatch(before, body) as AnyObject;
  return strategicMerge(before, body, typeOfKind(before.apiVersion ?? '', before.kind ?? '')) as AnyObject;
}

function decodePatched(
  scope: RequestScope,
  before: AnyObject,
  result: AnyObject,
  { body, patchType, repeated = [], options = {} }: ApiRequest,
  given: ReadonlySet<unknown>,
): Draft | Status {
  const { custom, kind } = scope.definition;
  const type = typeOfKind(before.apiVersion ?? '', before.kind ?? '');
  const shown = () => {
    if (patchType === 'strategic') return goValue(body);
    return patchType === 'json' ? goJson(result, type, touchedBy(body), given) : goJson(result, type, body);
  };
  const patched = isMap(result) ? inOwnKind(scope, before, result, patchType === 'strategic', shown) : result;
  if (isFailureStatus(patched)) return patched;
  const ordered = patchType === 'strategic';
  const decoded =
    custom && patched.kind === kind
      ? custom.decode(patched)
      : decode(patched.apiVersion ?? '', patched.kind ?? '', patched, true, { ordered });
  if (!decoded) return cloneJson(patched) as Draft;
  if (decoded.error !== undefined)
    return undecodable(shown(), patchType === 'strategic' ? conversionError(decoded.error, patched, type) : decoded.error);
  const { fieldValidation = 'Warn' } = options;
  const unknown = [...(patchType === 'json' ? unknownMembers(body) : repeated), ...[...decoded.unknownFields].sort()];
  if (unknown.length && fieldValidation === 'Strict') return undecodable(shown(), `strict decoding error: ${unknown.join(', ')}`);
  if (fieldValidation === 'Warn') scope.warnings.push(...unknown);
  return decoded.object as Draft;
}

export function checkIdentity(scope: RequestScope, name: string, draft: Draft): Status | undefined {
  const metadata = (draft.metadata ??= {});
  if (scope.definition.namespaced) {
    metadata.namespace ||= scope.namespace;
    if (metadata.namespace !== scope.namespace)
      return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  } else delete metadata.namespace;
  return checkName(draft, name);
}
