/** What mutations make of an object (source: k8s.io/apiserver/pkg/admission/plugin/policy/mutating/patch/{smd,json_patch}.go and pkg/cel/mutation, 1.36). */
import { isMap } from '../../../lib/member';
import { MapValue, Struct } from '../../../api/cel/value';
import type { Value } from '../../../api/cel/value';
import { fromCel } from '../../../api/cel/values';
import type { AnyObject } from '../../../api/meta';
import { failure } from '../../../api/status';
import type { Status } from '../../../api/status';
import type { Draft, ResourceDefinition } from '../../../resources/definition';
import { decode } from '../../../resources/schema/decode';
import { typeNamed, typeOfKind } from '../../../resources/schema/structure';
import type { StructType } from '../../../resources/schema/structure';
import { structAtom } from '../../managed-fields/atoms';
import { mergeApplied } from '../../managed-fields/merge';
import { joinedErrors, typeErrors } from '../../managed-fields/type-errors';
import { isContainer, itemShape, memberShape } from '../../managed-fields/typed';
import type { Shape } from '../../managed-fields/typed';
import { rootShape } from '../../managed-fields/versions';
import { jsonPatch } from '../../patch/json-patch';
import { fromUnstructured } from '../../patch/from-unstructured';
import { PatchError } from '../../patch/patch-error';
import type { AdmissionRequest } from '../plugin';
import { configurationOf } from './configuration';

/** A text refuses the request as the policy's failure policy says, a Status always. */
export type Patched = Draft | string | Status;

export function applied(object: Draft, value: Value, request: AdmissionRequest): Patched {
  const misnamed = wrongTypeName(value, 'Object');
  if (misnamed !== undefined) return misnamed;
  const { definition } = request.scope;
  const patch = configurationOf(value) as AnyObject;
  const why = typeFault(patch, object, definition);
  if (why !== undefined) return `error applying patch: failed to convert patch object to typed object: ${why}`;
  const shape = rootShape(request.scope);
  if (!shape) return object;
  const atomics = atomicsOf(patch, shape, '');
  if (atomics.length > 0)
    return `error applying patch: invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`;
  const merged = mergeApplied(object, patch, shape) as Draft;
  return definition.custom ? merged : typed(merged, object);
}

/** What merging made of it, as the object's type has it, whose version and kind cannot be changed. */
function typed(merged: Draft, { apiVersion, kind }: Draft): Draft | string {
  const type = typeOfKind(apiVersion as string, kind as string);
  const { value, error } = type ? fromUnstructured(merged, type) : { value: merged };
  if (error !== undefined)
    return `unable to convert unstructured object to ${groupVersion(apiVersion as string)}, Kind=${String(kind)}: ${error}`;
  return { ...(value as Draft), apiVersion, kind };
}

/** Typed literals are named after where they stand. */
function wrongTypeName(value: Value, path: string): string | undefined {
  if (value instanceof Struct && value.typeName !== path)
    return `type mismatch: unexpected type name ${JSON.stringify(value.typeName)}, expected ${JSON.stringify(path)}, which matches field name path from root Object type`;
  if (Array.isArray(value)) return firstOf(value as readonly Value[], (item) => wrongTypeName(item, path));
  if (!(value instanceof Struct)) return undefined;
  return firstOf(value.keys(), (key) => wrongTypeName((value as MapValue).find(key) ?? null, `${path}.${String(key)}`));
}

function firstOf<T>(items: readonly T[], find: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

function typeFault(patch: AnyObject, { apiVersion, kind }: Draft, { custom }: ResourceDefinition): string | undefined {
  const type = custom?.type ?? typeOfKind(apiVersion as string, kind as string);
  if (!type) return `no corresponding type for ${groupVersion(apiVersion as string)}, Kind=${String(kind)}`;
  const wrong = custom ? custom.typeErrors(patch) : typeErrors(patch, structAtom(type));
  const lines = [...wrong, ...nulls(patch, type, '')];
  return lines.length > 0 ? joinedErrors(lines) : undefined;
}

/** "/v1", "apps/v1". */
function groupVersion(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
}

/** Nothing can be set to null. */
function nulls(value: unknown, type: StructType | undefined, path: string): string[] {
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const field = type?.fields.get(name);
    const at = `${path}.${name}`;
    if (member !== null)
      return field?.wrappers === '{'
        ? nulls(member, undefined, at)
        : nulls(member, field?.type === undefined ? undefined : typeNamed(field.type), at);
    const isList = field?.wrappers.startsWith('[');
    const isContainer = isList || field?.wrappers.startsWith('{') || field?.type !== undefined;
    return [
      isContainer
        ? `${at}: expected ${isList ? 'list' : 'map'}, got &{NULL_VALUE}`
        : `${at}: expected string, got &value.valueUnstructured{Value:0}`,
    ];
  });
}

/** Paths of what can only be replaced as a whole. */
function atomicsOf(value: unknown, shape: Shape, path: string): string[] {
  if (!isMap(value)) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const inner = memberShape(shape, name);
    const at = `${path}.${name}`;
    if (typeof member !== 'object' || member === null) return [];
    if (!isContainer(member, inner)) return [at];
    return isMap(member) ? atomicsOf(member, inner, at) : atomicItems(member as readonly unknown[], inner, at);
  });
}

function atomicItems(items: readonly unknown[], { meta }: Shape, path: string): string[] {
  const shape = meta ? itemShape(meta) : {};
  return items.flatMap((item, index) => {
    if (!isMap(item)) return [];
    const at = `${path}[${index}]`;
    return isContainer(item, shape) ? atomicsOf(item, shape, at) : [at];
  });
}

export function patched(object: Draft, value: Value, { scope }: AdmissionRequest): Patched {
  let result: Draft = object;
  for (const operation of fromCel(value) as readonly Operation[]) {
    try {
      result = jsonPatch(result, [operation]) as Draft;
    } catch (error) {
      if (!(error instanceof PatchError)) throw error;
      return operation.op === 'test' ? object : `JSON Patch: ${operationFault(result, operation)}`;
    }
  }
  const { custom } = scope.definition;
  const decoded = custom ? custom.decode(result) : decode(result.apiVersion ?? '', result.kind ?? '', result);
  if (!decoded) return isSameKind(result, object) ? result : fault(unknownKind(result));
  if (decoded.error !== undefined) return fault(decoded.error);
  if (decoded.unknownFields.length > 0) return fault(`strict decoding error: ${[...decoded.unknownFields].sort().join(', ')}`);
  return decoded.object as Draft;
}

function isSameKind(a: Draft, b: Draft): boolean {
  return a.apiVersion === b.apiVersion && a.kind === b.kind;
}

function unknownKind({ apiVersion, kind }: Draft): string {
  return `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/runtime/scheme.go:111"`;
}

interface Operation {
  readonly op?: string;
  readonly path?: string;
  readonly from?: string;
}

/** Why an operation does not apply, as upstream's library of JSON patches says. */
function operationFault(document: unknown, { op = '', path = '', from = '' }: Operation): string {
  if (!['add', 'remove', 'replace', 'move', 'copy'].includes(op)) return `Unexpected kind: ${op}`;
  const isTransfer = op === 'move' || op === 'copy';
  if (isTransfer && holderOf(document, from) === undefined)
    return `${op} operation does not apply: doc is missing from path: ${from}: missing value`;
  const holder = holderOf(document, path);
  const key = path.split('/').at(-1) ?? '';
  if (holder === undefined) {
    const shown = op === 'add' || op === 'remove' ? JSON.stringify(path) : path;
    return `${op} operation does not apply: doc is missing ${isTransfer ? 'destination ' : ''}path: ${shown}: missing value`;
  }
  if (op === 'replace') return `replace operation does not apply: doc is missing key: ${path}: missing value`;
  const why = Array.isArray(holder)
    ? `Unable to access invalid index: ${key}: invalid index referenced`
    : `Unable to remove nonexistent key: ${key}: missing value`;
  return `error in ${op} for path: '${path}': ${why}`;
}

/** What the last step of the path is a member of. */
function holderOf(document: unknown, path: string): unknown {
  const steps = path
    .split('/')
    .slice(1, -1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (!path.startsWith('/')) return undefined;
  let at = document;
  for (const step of steps) at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[step] : undefined;
  return typeof at === 'object' && at !== null ? at : undefined;
}

function fault(why: string): Status {
  return failure(500, 'InternalError', `Internal error occurred: ${why}`, { causes: [{ message: why }] });
}
