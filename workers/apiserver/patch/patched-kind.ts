/** What a patch makes of an object's own kind and version (source: k8s.io/apimachinery/pkg/runtime/serializer/json and apiextensions' handler, 1.36). */
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { badRequest, failure } from '../../api/status';
import type { Status } from '../../api/status';
import type { RequestScope } from '../backend';
import { invalid } from '../replies';
import { goKind, undecodable } from './patch-error';

/** The patched object under the kind and version it is stored in, or why it has no place there. `shown`: the patched document. */
export function inOwnKind(
  scope: RequestScope,
  before: AnyObject,
  patched: AnyObject,
  strategic: boolean,
  shown: () => string,
): AnyObject | Status {
  const { kind, apiVersion } = patched as { readonly kind?: unknown; readonly apiVersion?: unknown };
  const own = { ...patched, kind: before.kind ?? '', apiVersion: before.apiVersion ?? '' };
  if (kind === before.kind && apiVersion === before.apiVersion) return patched;
  if (strategic) {
    const wrong = [apiVersion, kind].find((value) => !isTextOrNothing(value));
    return wrong === undefined
      ? own
      : undecodable(shown(), Number.isInteger(wrong) ? 'cannot convert int64 to string' : 'unrecognized type: string');
  }
  for (const [field, value] of [
    ['apiVersion', apiVersion],
    ['kind', kind],
  ] as const) {
    if (isTextOrNothing(value)) continue;
    const why = `json: cannot unmarshal ${goKind(value)} into Go struct field .${field} of type string`;
    return undecodable(shown(), `couldn't get version/kind; json parse error: ${why}`);
  }
  const [givenKind, givenVersion] = [kind || '', apiVersion || ''] as [string, string];
  if (givenVersion.split('/').length > 2) return undecodable(shown(), `unexpected GroupVersion string: ${givenVersion}`);
  if (scope.definition.custom) return customKind(before, patched, givenKind, givenVersion, shown) ?? own;
  const name = before.metadata?.name ?? '';
  if (!givenVersion) return badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  const why = builtInKind(scope, before, givenKind || (before.kind ?? ''), givenVersion);
  return why === undefined ? own : undecodable(shown(), why);
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function builtInKind({ backend }: RequestScope, before: AnyObject, kind: string, apiVersion: string): string | undefined {
  if (kind === before.kind && apiVersion === before.apiVersion) return undefined;
  const [group, version] = groupVersion(apiVersion);
  const isServed = backend.resources.all.some(
    (each) => !each.custom && each.group === group && each.version === version && each.kind === kind,
  );
  if (!isServed) return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
  const [ownGroup] = groupVersion(before.apiVersion ?? '');
  return `converting (${version}.${kind}) to (${ownGroup.split('.', 1)[0] || 'core'}.${before.kind}): unknown conversion`;
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
