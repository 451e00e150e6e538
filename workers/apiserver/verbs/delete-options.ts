import type { RequestOptions } from '../../api/request';
import type { Status } from '../../api/status';
import type { ResourceDefinition } from '../../resources/definition';
import { invalid } from '../replies';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

/** Options of a DELETE: those in the body, or the query's where there is no body. */
export function deleteOptions(definition: ResourceDefinition, body: unknown, query: RequestOptions): DeleteOptions | Status {
  const given = (body ?? {}) as Omit<DeleteOptions, 'dryRun'> & { readonly dryRun?: readonly string[] };
  const { gracePeriodSeconds = query.gracePeriodSeconds, propagationPolicy = query.propagationPolicy } = given;
  const options: DeleteOptions = {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds: Math.max(0, gracePeriodSeconds) }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(given.orphanDependents === undefined ? {} : { orphanDependents: given.orphanDependents }),
    ...(given.preconditions ? { preconditions: given.preconditions } : {}),
    ...(given.dryRun?.length ? { dryRun: true } : {}),
  };
  if (propagationPolicy !== undefined && !['Foreground', 'Background', 'Orphan'].includes(propagationPolicy)) {
    const message = `Unsupported value: "${propagationPolicy}": supported values: "Foreground", "Background", "Orphan", "nil"`;
    return invalid({ ...definition, group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [{ type: 'FieldValueNotSupported', field: 'propagationPolicy', message }]);
  }
  return options;
}
