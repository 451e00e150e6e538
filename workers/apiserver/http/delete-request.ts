/**
 * DELETE over HTTP: the options are those of the body, or the query's where there is no body, never both
 * (source: k8s.io/apiserver/pkg/endpoints/handlers/delete.go, 1.36).
 */
import { badRequest } from '../../api/status';
import type { Status } from '../../api/status';
import { isTrue, parseInteger } from './query';

type Query = Readonly<Record<string, string>>;

const OPTIONS: ReadonlySet<string> = new Set([
  'dryRun',
  'gracePeriodSeconds',
  'orphanDependents',
  'propagationPolicy',
  'ignoreStoreReadErrorWithClusterBreakingPotential',
]);

/** What else a query says: which objects of a collection. */
export function withoutDeleteOptions(query: Query): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !OPTIONS.has(name)));
}

/** DeleteOptions as a body has them; undefined: the query says nothing. */
export function queriedDeleteOptions(query: Query): object | Status | undefined {
  const { gracePeriodSeconds, orphanDependents, propagationPolicy, dryRun, uid, resourceVersion } = query;
  const seconds = gracePeriodSeconds === undefined ? undefined : parseInteger(gracePeriodSeconds);
  if (typeof seconds === 'string') return badRequest(seconds);
  const preconditions = { ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}) };
  const options = {
    ...(seconds === undefined ? {} : { gracePeriodSeconds: seconds }),
    ...(orphanDependents === undefined ? {} : { orphanDependents: isTrue(orphanDependents) }),
    ...(propagationPolicy === undefined ? {} : { propagationPolicy }),
    ...(dryRun === undefined ? {} : { dryRun: [dryRun] }),
    ...(Object.keys(preconditions).length ? { preconditions } : {}),
  };
  return Object.keys(options).length ? options : undefined;
}
