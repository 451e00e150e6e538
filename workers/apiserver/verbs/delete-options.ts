import type { FieldError } from '../../api/field-error';
import type { RequestOptions } from '../../api/request';
import type { Status } from '../../api/status';
import { badRequest } from '../../api/status';
import { invalid } from '../replies';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

/** Options of a DELETE: those in the body, or the query's where there is no body. */
export function deleteOptions(body: unknown, query: RequestOptions): DeleteOptions | Status {
  const given = (body ?? {}) as Omit<DeleteOptions, 'dryRun'> & { readonly dryRun?: readonly string[] };
  const { gracePeriodSeconds = query.gracePeriodSeconds, propagationPolicy = query.propagationPolicy } = given;
  const wrong = checkTypes(body);
  if (wrong) return wrong;
  const options: DeleteOptions = {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: gracePeriodSeconds < 0 ? 1 : gracePeriodSeconds }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(given.orphanDependents === undefined ? {} : { orphanDependents: given.orphanDependents }),
    ...(given.preconditions ? { preconditions: given.preconditions } : {}),
    ...(given.dryRun?.length ? { dryRun: true } : {}),
  };
  const errors: FieldError[] = [];
  if (propagationPolicy !== undefined && given.orphanDependents !== undefined && given.orphanDependents !== null) {
    const message = `Invalid value: "${propagationPolicy}": orphanDependents and deletionPropagation cannot be both set`;
    errors.push({ type: 'FieldValueInvalid', field: 'propagationPolicy', message });
  }
  if (propagationPolicy !== undefined && !['Foreground', 'Background', 'Orphan'].includes(propagationPolicy)) {
    const message = `Unsupported value: "${propagationPolicy}": supported values: "Foreground", "Background", "Orphan", "nil"`;
    errors.push({ type: 'FieldValueNotSupported', field: 'propagationPolicy', message });
  }
  if (given.dryRun?.some((value) => value !== 'All')) {
    const message = `Unsupported value: ${JSON.stringify(given.dryRun)}: supported values: "All"`;
    errors.push({ type: 'FieldValueNotSupported', field: 'dryRun', message });
  }
  if (errors.length) return invalid({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors);
  return options;
}

/** Any group's DeleteOptions will do, and a body without a kind. */
function checkTypes(body: unknown): Status | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { kind, apiVersion, gracePeriodSeconds } = body as Readonly<Record<string, unknown>>;
  if (kind !== undefined && kind !== 'DeleteOptions')
    return badRequest(
      `no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "pkg/api/legacyscheme/scheme.go:30"`,
    );
  if (gracePeriodSeconds === undefined || gracePeriodSeconds === null || Number.isInteger(gracePeriodSeconds)) return undefined;
  return badRequest(
    `json: cannot unmarshal ${typeof gracePeriodSeconds} into Go struct field DeleteOptions.gracePeriodSeconds of type int64`,
  );
}
