/** What a path asks for, whether or not it is served (source: k8s.io/apiserver/pkg/endpoints/request/requestinfo.go, 1.36). */
import { parseFieldSelector } from '../../api/fields';
import type { UserInfo } from '../../api/user-info';
import { segmentsOf } from '../http/path';
import { isTrue } from '../http/query';
import type { Attributes } from './attributes';

/** What a method asks of one object. */
export const VERBS: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};
/** Subresources of a namespace; any other word behind its name is a resource in it. */
const NAMESPACE_SUBRESOURCES = new Set(['status', 'finalize']);

export function attributesOf(method: string, path: string, query: Readonly<Record<string, string>>, user: UserInfo): Attributes {
  const [prefix, ...rest] = segmentsOf(path);
  const grouped = prefix === 'apis';
  const [group, version, ...behind] = grouped ? rest : ['', ...rest];
  if ((prefix !== 'api' && !grouped) || version === undefined || behind.length === 0) return { user, verb: method.toLowerCase(), path };
  let verb = VERBS[method] ?? '';
  let parts = behind;
  if ((parts[0] === 'watch' || parts[0] === 'proxy') && parts.length > 1) {
    verb = parts[0];
    parts = parts.slice(1);
  }
  const namespace = parts[0] === 'namespaces' ? (parts[1] ?? '') : '';
  if (namespace && parts[2] !== undefined && !NAMESPACE_SUBRESOURCES.has(parts[2])) parts = parts.slice(2);
  const [resource = '', name = '', subresource = ''] = parts;
  const attributes = { user, group: group ?? '', resource, subresource, namespace, name };
  if (name || (verb !== 'get' && verb !== 'delete' && verb !== 'watch')) return { ...attributes, verb };
  const fieldSelector = query.fieldSelector ?? '';
  const selected = { ...attributes, ...(fieldSelector ? { fieldSelector } : {}) };
  if (verb === 'delete') return { ...selected, verb: 'deletecollection' };
  if (verb === 'get') verb = query.watch !== undefined && isTrue(query.watch) ? 'watch' : 'list';
  return { ...selected, verb, name: namedBy(fieldSelector) };
}

/** The one object that a field selector leaves to a list or watch. */
function namedBy(fieldSelector: string): string {
  const parsed = parseFieldSelector(fieldSelector);
  if ('error' in parsed) return '';
  return parsed.requirements.find(({ field, operator }) => field === 'metadata.name' && operator === '=')?.value ?? '';
}
