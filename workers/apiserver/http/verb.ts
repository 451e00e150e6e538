/** What a method on a path asks for, and whether it can be had (source: k8s.io/apiserver/pkg/endpoints/installer.go, 1.36). */
import type { Verb } from '../../api/request';
import type { ResourceDefinition } from '../../resources/definition';
import { subresourcesOf } from '../discovery/discovery';
import type { ResourcePath } from './path';
import { isTrue } from './query';

/** undefined: nothing that the path knows. */
export function verbOf(
  method: string,
  { definition, namespace, name, subresource }: ResourcePath,
  query: Readonly<Record<string, string>>,
): Verb | undefined {
  const collectionScope = !definition.namespaced || namespace !== '';
  const isCustom = definition.custom !== undefined;
  switch (method) {
    case 'HEAD':
      return isCustom ? (name ? 'get' : 'list') : undefined;
    case 'GET':
      if (name) return 'get';
      return query.watch !== undefined && isTrue(query.watch) ? 'watch' : 'list';
    case 'POST':
      return (isCustom || (name === '') === (subresource === '')) && collectionScope ? 'create' : undefined;
    case 'PUT':
      return name ? 'update' : undefined;
    case 'PATCH':
      return name ? 'patch' : undefined;
    case 'DELETE':
      if (name) return subresource ? undefined : 'delete';
      return collectionScope && definition.resource !== 'namespaces' ? 'deletecollection' : undefined;
    default:
      return undefined;
  }
}

export function allows({ definition, subresource }: ResourcePath, verb: Verb): boolean {
  if (definition.verbs && !definition.verbs.includes(verb)) return false;
  return subresource === '' || definition.custom !== undefined || verbsOfSubresource(definition, subresource).includes(verb);
}

export function hasSubresource({ definition, subresource }: ResourcePath): boolean {
  return subresource === '' || verbsOfSubresource(definition, subresource).length > 0;
}

function verbsOfSubresource(definition: ResourceDefinition, subresource: string): readonly string[] {
  return subresourcesOf(definition).find(({ name }) => name === subresource)?.verbs ?? [];
}

/** Parts of objects that their storage makes no Table of. */
const WITHOUT_TABLE = new Set([
  'apiservices/status',
  'certificatesigningrequests/approval',
  'customresourcedefinitions/status',
  'namespaces/finalize',
  'pods/binding',
  'pods/ephemeralcontainers',
  'pods/eviction',
  'pods/log',
  'pods/resize',
  'resourceclaims/status',
  'serviceaccounts/token',
]);

/** What is only sent to be answered has none either. */
export function hasTable({ definition, subresource }: ResourcePath): boolean {
  if (definition.custom) return true;
  return subresource === '' ? definition.verbs?.join() !== 'create' : !WITHOUT_TABLE.has(`${definition.resource}/${subresource}`);
}
