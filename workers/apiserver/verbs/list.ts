/** GET of a collection (source: k8s.io/apiserver/pkg/storage/etcd3/store.go GetList and continue.go, 1.36). */
import type { FieldError } from '../../api/field-error';
import type { AnyObject, KubeList } from '../../api/meta';
import type { ApiReply, RequestOptions } from '../../api/request';
import { badRequest, isStatus } from '../../api/status';
import type { Status } from '../../api/status';
import { RevisionError } from '../../store/store';
import type { RequestScope } from '../backend';
import { prefixOf } from '../keys';
import { expired, failed, invalid, succeeded, tooLargeVersion } from '../replies';
import { apiVersionOf } from '../resource-table';
import { compileSelection } from '../selection';
import { invalidVersion } from './resource-version';
import { decodeContinue, encodeContinue } from './continue-token';

const INCONSISTENT =
  'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.';

/** Entries are read from the store in chunks of this size while a limited list looks for matches. */
const CHUNK = 1000;

export function list(scope: RequestScope, options: RequestOptions): ApiReply {
  const { definition } = scope;
  const selection = compileSelection(definition, options);
  if (isStatus(selection)) return failed(selection);
  const start = startOf(scope, options);
  if (isStatus(start)) return failed(start);
  try {
    const limit = options.resourceVersion === '0' ? 0 : Math.max(0, options.limit ?? 0);
    const { items, last, more } = read(scope, start, limit, selection.matches);
    const revision = start.atRevision ?? scope.backend.store.revision;
    const remaining = more && selection.everything && last !== undefined ? countAfter(scope, start, last) : undefined;
    const body: KubeList = {
      kind: definition.listKind,
      apiVersion: apiVersionOf(definition),
      metadata: {
        resourceVersion: String(revision),
        ...(more && last !== undefined
          ? { continue: encodeContinue({ revision, after: last.slice(prefixOf(definition, scope.namespace).length) }) }
          : {}),
        ...(remaining ? { remainingItemCount: remaining } : {}),
      },
      items,
    };
    return succeeded(scope, 200, body);
  } catch (error) {
    if (!(error instanceof RevisionError)) throw error;
    return failed(outOfReach(scope, error, options));
  }
}

function countAfter({ backend, definition, namespace }: RequestScope, { atRevision }: Start, after: string): number {
  const prefix = prefixOf(definition, namespace);
  return atRevision === undefined ? backend.store.count(prefix, after) : backend.store.range(prefix, { atRevision, after }).length;
}

interface Start {
  /** Absent: now. */
  readonly atRevision?: number;
  readonly after?: string;
}

function startOf(scope: RequestScope, options: RequestOptions): Start | Status {
  const { resourceVersion = '', resourceVersionMatch = '' } = options;
  const refusal = checkListOptions(options);
  if (refusal) return refusal;
  if (options.continue) {
    const token = decodeContinue(options.continue);
    if (typeof token === 'string') return badRequest(`invalid continue token: continue key is not valid: ${token}`);
    if (resourceVersion && resourceVersion !== '0') return badRequest('specifying resource version is not allowed when using continue');
    const after = `${prefixOf(scope.definition, scope.namespace)}${token.after}`;
    return token.revision < 0 ? { after } : { after, atRevision: token.revision };
  }
  const unreadable = resourceVersion && invalidVersion(resourceVersion);
  if (unreadable) return badRequest(`invalid resource version: ${unreadable}`);
  const revision = Number(resourceVersion || '0');
  const exact = resourceVersionMatch === 'Exact' || (resourceVersionMatch === '' && revision > 0 && (options.limit ?? 0) > 0);
  if (revision > scope.backend.store.revision) return tooLargeVersion(BigInt(resourceVersion).toString(), scope.backend.store.revision);
  return exact ? { atRevision: revision } : {};
}

function read(
  scope: RequestScope,
  start: Start,
  limit: number,
  matches: (object: AnyObject) => boolean,
): { items: AnyObject[]; last: string | undefined; more: boolean } {
  const prefix = prefixOf(scope.definition, scope.namespace);
  const { store } = scope.backend;
  const items: AnyObject[] = [];
  const at = start.atRevision === undefined ? {} : { atRevision: start.atRevision };
  let after = start.after;
  for (;;) {
    const chunk = store.range(prefix, { ...at, ...(after === undefined ? {} : { after }), ...(limit ? { limit: CHUNK } : {}) });
    for (const { key, value } of chunk) {
      if (limit && items.length === limit) return { items, last: after, more: true };
      after = key;
      if (matches(value as AnyObject)) items.push(value as AnyObject);
    }
    if (!limit || chunk.length < CHUNK) return { items, last: undefined, more: false };
  }
}

/** What the options of a list may not say together (source: apimachinery/pkg/apis/meta/internalversion/validation). */
export function checkListOptions(options: RequestOptions): Status | undefined {
  const { resourceVersion = '', resourceVersionMatch } = options;
  const errors: FieldError[] = [];
  const forbid = (field: string, why: string) => void errors.push({ type: 'FieldValueForbidden', field, message: `Forbidden: ${why}` });
  if (resourceVersionMatch !== undefined) {
    if (resourceVersion === '') forbid('resourceVersionMatch', 'resourceVersionMatch is forbidden unless resourceVersion is provided');
    if (options.continue) forbid('resourceVersionMatch', 'resourceVersionMatch is forbidden when continue is provided');
    if (!['Exact', 'NotOlderThan'].includes(resourceVersionMatch)) {
      const message = `Unsupported value: "${resourceVersionMatch}": supported values: "Exact", "NotOlderThan", ""`;
      errors.push({ type: 'FieldValueNotSupported', field: 'resourceVersionMatch', message });
    }
    if (resourceVersionMatch === 'Exact' && resourceVersion === '0')
      forbid('resourceVersionMatch', 'resourceVersionMatch "exact" is forbidden for resourceVersion "0"');
  }
  if (options.sendInitialEvents !== undefined) forbid('sendInitialEvents', 'sendInitialEvents is forbidden for list');
  return errors.length ? invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors) : undefined;
}

function outOfReach(scope: RequestScope, error: RevisionError, options: RequestOptions): Status {
  if (error.kind === 'future') return tooLargeVersion(error.revision, scope.backend.store.revision);
  const token = options.continue ? decodeContinue(options.continue) : undefined;
  if (token && typeof token !== 'string')
    return { ...expired(INCONSISTENT), metadata: { continue: encodeContinue({ ...token, revision: -1 }) } };
  return expired(`The resourceVersion for the provided list is too old.`);
}
