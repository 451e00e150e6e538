/** What a patch makes of an object's own kind and version (source: k8s.io/apimachinery/pkg/runtime/serializer/json and apiextensions' handler, 1.36). */
import { quote } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { failure } from '../../api/status';
import type { Status } from '../../api/status';
import type { ResourceDefinition } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { invalid } from '../replies';
import { jsonKind } from '../../resources/schema/numbers';
import { undecodable } from './patch-error';

/** What the text of a patched object says it is, and what becomes of the object that it was read as. */
export interface ReadAs {
  readonly apiVersion: string;
  readonly kind: string;
  /** Nothing is known of the version: no member but the kind is. */
  readonly unversioned?: boolean;
  /** Into the version that was patched; a text is why not. */
  readonly convert: (object: AnyObject) => AnyObject | string;
}

/** Strategic merge patches are converted, not read: what they say of kind and version means nothing. */
export function keptKind(before: AnyObject, patched: AnyObject, shown: () => string): AnyObject | Status {
  const { kind, apiVersion } = patched as { readonly kind?: unknown; readonly apiVersion?: unknown };
  const wrong = [kind, apiVersion].find((value) => !isTextOrNothing(value));
  if (wrong === undefined) return { ...patched, kind: before.kind ?? '', apiVersion: before.apiVersion ?? '' };
  return undecodable(shown(), Number.isInteger(wrong) ? 'cannot convert int64 to string' : 'unrecognized type: string');
}

/** How the patched object is to be read, or why it cannot be. `shown`: the patched document. */
export function readAs(scope: RequestScope, before: AnyObject, patched: AnyObject, shown: () => string): ReadAs | Status {
  const { kind, apiVersion } = patched as { readonly kind?: unknown; readonly apiVersion?: unknown };
  const own: ReadAs = { kind: before.kind ?? '', apiVersion: before.apiVersion ?? '', convert: (object) => object };
  if (kind === own.kind && apiVersion === own.apiVersion) return own;
  for (const [field, value] of [
    ['apiVersion', apiVersion],
    ['kind', kind],
  ] as const) {
    if (isTextOrNothing(value)) continue;
    const why = `json: cannot unmarshal ${jsonKind(value)} into Go struct field .${field} of type string`;
    return undecodable(shown(), `couldn't get version/kind; json parse error: ${why}`);
  }
  const [givenKind, givenVersion] = [kind || '', apiVersion || ''] as [string, string];
  if (givenVersion.split('/').length > 2) return undecodable(shown(), `unexpected GroupVersion string: ${givenVersion}`);
  if (scope.definition.custom) return customKind(before, patched, givenKind, givenVersion, shown) ?? own;
  const read = builtInKind(scope, before, givenKind || own.kind, givenVersion);
  return typeof read === 'string' ? undecodable(shown(), read) : read;
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function builtInKind({ backend, definition }: RequestScope, before: AnyObject, kind: string, apiVersion: string): ReadAs | string {
  const [ownGroup] = groupVersion(before.apiVersion ?? '');
  const [group, version] = apiVersion ? groupVersion(apiVersion) : [ownGroup, ''];
  const served = backend.resources.all.find(
    (each) => !each.custom && each.group === group && (version === '' || each.version === version) && each.kind === kind,
  );
  const inScheme = 'in scheme "pkg/runtime/scheme.go:111"';
  if (!served)
    return version
      ? `no kind ${quote(kind)} is registered for version ${quote(apiVersion)} ${inScheme}`
      : `no kind ${quote(kind)} is registered for the internal version of group ${quote(ownGroup)} ${inScheme}`;
  const isSame = storedOf(served).kind === kind && storedOf(served).resource === storedOf(definition).resource;
  const convert = (object: AnyObject): AnyObject | string => {
    if (!isSame)
      return `converting (${version || packageOf(served)}.${kind}) to (${packageOf(definition)}.${before.kind}): unknown conversion`;
    const stored = served.view ? served.view.toStored(object) : object;
    return definition.view ? definition.view.fromStored(stored) : stored;
  };
  return { kind, apiVersion: version ? apiVersion : (before.apiVersion ?? ''), unversioned: version === '', convert };
}

function storedOf(definition: ResourceDefinition): ResourceDefinition {
  return definition.view?.stored ?? definition;
}

/** Where upstream declares the internal type of a kind. */
function packageOf(definition: ResourceDefinition): string {
  const { group } = storedOf(definition);
  return group.split('.', 1)[0] || 'core';
}

function customKind(
  before: AnyObject,
  patched: { readonly apiVersion?: unknown; readonly metadata?: AnyObject['metadata'] },
  kind: string,
  apiVersion: string,
  shown: () => string,
): Status | undefined {
  if (!kind) return undecodable(shown(), `Object 'Kind' is missing in '${shown()}'`);
  if (patched.apiVersion === null) return undecodable(shown(), '.apiVersion accessor error: <nil> is of the type <nil>, expected string');
  if (!apiVersion)
    return failure(500, 'InternalError', "Internal error occurred: Object 'apiVersion' is missing in 'object has no apiVersion field'");
  const errors: FieldError[] = [];
  const must = (field: string, value: string, own: string) =>
    void errors.push({ type: 'FieldValueInvalid', field, message: `Invalid value: ${JSON.stringify(value)}: must be ${own}` });
  if (kind !== before.kind) must('kind', kind, before.kind ?? '');
  if (apiVersion !== before.apiVersion) must('apiVersion', apiVersion, before.apiVersion ?? '');
  return errors.length ? invalid({ group: groupVersion(apiVersion)[0], kind }, patched.metadata?.name ?? '', errors) : undefined;
}

function groupVersion(apiVersion: string): readonly [group: string, version: string] {
  const slash = apiVersion.indexOf('/');
  return [slash < 0 ? '' : apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}
