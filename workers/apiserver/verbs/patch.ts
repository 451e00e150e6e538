/** PATCH (source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go, 1.36). */
import { isMap } from '../../lib/member';
import { isTooDeep } from '../../lib/depth';
import { cloneJson } from '../../lib/clone';
import { quote } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import { decode } from '../../resources/schema/decode';
import type { Decoded } from '../../resources/schema/decode';
import { carryRawTexts, rawExtensionFields } from '../../resources/schema/raw-extensions';
import { typeNamed, typeOfKind } from '../../resources/schema/structure';
import type { StructType } from '../../resources/schema/structure';
import type { RequestScope } from '../backend';
import { notAnObject } from '../http/body';
import { keyOf } from '../keys';
import { apply } from '../managed-fields/apply';
import { fromUnstructured } from '../patch/from-unstructured';
import { goValue } from '../patch/go-format';
import { goJson, touchedBy } from '../patch/go-json';
import { jsonPatch, unknownMembers } from '../patch/json-patch';
import { mergePatch } from '../patch/merge';
import { PatchError, undecodable } from '../patch/patch-error';
import { jsonKind } from '../../resources/schema/numbers';
import { keptKind, readAs } from '../patch/patched-kind';
import { strategicMerge } from '../patch/strategic-merge';
import { failed } from '../replies';
import { isFailureStatus } from './create';
import { checkIdentity } from './identity';
import { replace } from './update';

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
  if (request.unreadable) return request.unreadable;
  try {
    const own = request.patchType === 'strategic' ? { ...request, body: cloneJson(request.body) } : request;
    const given = new Set<unknown>();
    const patched = applyPatch(before, own, given);
    return isTooDeep(patched, before) ? badRequest('exceeded max depth') : decodePatched(scope, before, patched, own, given);
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
  const isUnchecked = patchType === 'merge' && options.fieldValidation === 'Ignore' && !isMap(body);
  if (isUnchecked && Array.isArray(body))
    throw new PatchError(undecodable(goJson(body, undefined, body), `couldn't get version/kind; json parse error: ${notAnObject(body)}`));
  if (isUnchecked || (body === null && patchType === 'merge')) throw new PatchError(badRequest('Invalid JSON Patch'));
  if (body === null) return before;
  if (!isMap(body)) {
    const type = jsonKind(body);
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
  request: ApiRequest,
  given: ReadonlySet<unknown>,
): Draft | Status {
  const { body, patchType } = request;
  const type = typeOfKind(before.apiVersion ?? '', before.kind ?? '');
  if (patchType === 'strategic') return converted(scope, before, result, request, type);
  const shown = () => (patchType === 'json' ? goJson(result, type, touchedBy(body), given) : goJson(result, type, body));
  const read = readAs(scope, before, result, shown);
  if (isFailureStatus(read)) return read;
  const { kind, apiVersion, unversioned, convert } = read;
  const { custom } = scope.definition;
  const whole = { ...result, kind, apiVersion };
  const readIt = (value: AnyObject) => (custom ? custom.decode(value) : decode(apiVersion, kind, value));
  const decoded = unversioned ? undecoded(result) : readIt(whole);
  if (!decoded) return cloneJson(whole) as Draft;
  // Errors are told in the order of the text.
  if (decoded.error !== undefined)
    return undecodable(shown(), readIt({ ...(JSON.parse(shown()) as AnyObject), kind, apiVersion })?.error ?? decoded.error);
  const object = convert(decoded.object);
  if (typeof object === 'string') return undecodable(shown(), object);
  const { repeated = [] } = request;
  const own = patchType === 'json' ? [...repeated.map((text) => `json patch ${text}`), ...unknownMembers(body)] : repeated;
  return checked(scope, object as Draft, [...own, ...[...decoded.unknownFields].sort()], request, shown);
}

/** The type without a version has no member that is written as JSON, but the object's kind. */
function undecoded(result: AnyObject): Decoded {
  const known = typeNamed('meta.v1.ObjectMeta').fields;
  const unknown = Object.keys(result).filter((name) => name !== 'kind' && name !== 'apiVersion' && !known.has(name));
  return { object: {} as AnyObject, unknownFields: unknown.map((name) => `unknown field ${quote(name)}`) };
}

/** Of a strategic merge patch. */
function converted(
  scope: RequestScope,
  before: AnyObject,
  result: AnyObject,
  request: ApiRequest,
  type: StructType | undefined,
): Draft | Status {
  const shown = () => goValue(request.body);
  const kept = keptKind(before, result, shown);
  if (isFailureStatus(kept)) return kept;
  const { value, error } = type ? fromUnstructured(kept, type) : { value: kept };
  if (error !== undefined) return undecodable(shown(), error);
  const decoded = decode(before.apiVersion ?? '', before.kind ?? '', value as AnyObject, true, { ordered: true });
  if (!decoded) return cloneJson(kept) as Draft;
  if (decoded.error !== undefined) return undecodable(shown(), decoded.error);
  return checked(scope, decoded.object as Draft, [...(request.repeated ?? []), ...[...decoded.unknownFields].sort()], request, shown);
}

/** As strict about `unknown` fields as the request wants. */
function checked(
  { warnings }: RequestScope,
  draft: Draft,
  unknown: readonly string[],
  { options }: ApiRequest,
  shown: () => string,
): Draft | Status {
  const { fieldValidation = 'Warn' } = options ?? {};
  if (unknown.length && fieldValidation === 'Strict') return undecodable(shown(), `strict decoding error: ${unknown.join(', ')}`);
  if (fieldValidation === 'Warn') warnings.push(...unknown);
  return draft;
}
