/**
 * Options of a DELETE (sources: k8s.io/apiserver/pkg/endpoints/handlers/delete.go, pkg/apis/meta/internalversion/validation and
 * apimachinery/pkg/apis/meta/v1/validation ValidateDeleteOptions, 1.36).
 */
import type { FieldError } from '../../api/field-error';
import type { Status } from '../../api/status';
import { badRequest } from '../../api/status';
import { jsonKind } from '../../resources/schema/numbers';
import { invalid } from '../replies';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

interface Given extends Omit<DeleteOptions, 'dryRun'> {
  readonly dryRun?: readonly string[];
  readonly ignoreStoreReadErrorWithClusterBreakingPotential?: boolean;
}

export function deleteOptions(body: unknown): DeleteOptions | Status {
  const wrong = checkTypes(body);
  if (wrong) return wrong;
  const given = withoutNulls(body) as Given;
  const errors = optionErrors(given);
  if (errors.length) return invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  const { gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions, dryRun } = given;
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(orphanDependents === undefined ? {} : { orphanDependents }),
    ...(preconditions ? { preconditions } : {}),
    ...(dryRun?.length ? { dryRun: true } : {}),
  };
}

function optionErrors({ propagationPolicy, orphanDependents, dryRun }: Given): FieldError[] {
  const errors: FieldError[] = [];
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    const message = `Invalid value: "${propagationPolicy}": orphanDependents and deletionPropagation cannot be both set`;
    errors.push({ type: 'FieldValueInvalid', field: 'propagationPolicy', message });
  }
  if (propagationPolicy !== undefined && !['Foreground', 'Background', 'Orphan'].includes(propagationPolicy)) {
    const message = `Unsupported value: "${propagationPolicy}": supported values: "Foreground", "Background", "Orphan", "nil"`;
    errors.push({ type: 'FieldValueNotSupported', field: 'propagationPolicy', message });
  }
  if (dryRun?.some((value) => value !== 'All')) {
    const message = `Unsupported value: ${JSON.stringify(dryRun)}: supported values: "All"`;
    errors.push({ type: 'FieldValueNotSupported', field: 'dryRun', message });
  }
  return errors;
}

/** JSON types of the fields and the Go types that error texts name. */
const FIELDS: readonly (readonly [path: string, type: string, goType: string])[] = [
  ['gracePeriodSeconds', 'number', 'int64'],
  ['preconditions', 'object', 'v1.Preconditions'],
  ['preconditions.uid', 'string', 'types.UID'],
  ['preconditions.resourceVersion', 'string', 'string'],
  ['orphanDependents', 'bool', 'bool'],
  ['propagationPolicy', 'string', 'v1.DeletionPropagation'],
  ['dryRun', 'array', '[]string'],
  ['ignoreStoreReadErrorWithClusterBreakingPotential', 'bool', 'bool'],
];

/** Any group's DeleteOptions will do, and a body without a kind. */
function checkTypes(body: unknown): Status | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { kind, apiVersion, ...rest } = body as Readonly<Record<string, unknown>>;
  if (kind !== undefined && kind !== 'DeleteOptions')
    return badRequest(`no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "pkg/runtime/scheme.go:111"`);
  for (const [path, type, goType] of FIELDS) {
    const value = path.split('.').reduce<unknown>((holder, key) => (holder as Record<string, unknown> | null | undefined)?.[key], rest);
    const whole = type !== 'number' || Number.isInteger(value);
    if (value === undefined || value === null || (jsonKind(value) === type && whole)) continue;
    const shown = jsonKind(value) === 'number' && type === 'number' ? `number ${String(value)}` : jsonKind(value);
    const owner = path.startsWith('preconditions.') ? 'Preconditions' : 'DeleteOptions';
    return badRequest(`json: cannot unmarshal ${shown} into Go struct field ${owner}.${path} of type ${goType}`);
  }
  return undefined;
}

function withoutNulls(body: unknown): object {
  return Object.fromEntries(Object.entries(body ?? {}).filter(([, value]) => value !== null));
}
