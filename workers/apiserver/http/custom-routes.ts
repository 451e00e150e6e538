/** Requests that the server of custom resources answers in its own way (source: apiextensions-apiserver/pkg/apiserver/customresource_handler.go ServeHTTP, 1.36). */
import { VERBS } from '../authz/request-info';
import { badRequest, failure, notFound, qualified } from '../../api/status';
import type { Status } from '../../api/status';
import type { ResourceDefinition } from '../../resources/definition';
import type { HttpReply } from '../http';
import type { ResourcePath } from './path';

/** Other servers have a JSON answer for paths they know nothing of. */
export const UNKNOWN_PATH: HttpReply = { code: 404, contentType: 'text/plain; charset=utf-8', body: '404 page not found\n' };

/** Groups that exist because of definitions. */
export function isCustomGroup(all: readonly ResourceDefinition[], group: string): boolean {
  return all.some((each) => each.custom !== undefined && each.group === group);
}

/** What is refused before the body is looked at; a text where the path leads nowhere. */
export function customRefusal(
  { definition, namespace, name, subresource }: ResourcePath,
  method: string,
): Status | typeof UNKNOWN_PATH | undefined {
  const { custom, group, resource, namespaced } = definition;
  if (!custom) return undefined;
  if (namespaced && namespace === '' && method !== 'GET') return UNKNOWN_PATH;
  if (subresource !== '' && !isEnabled(definition, subresource)) return notFound(group, resource, name);
  const verb = VERBS[method] ?? '';
  if (verb === '' || (subresource !== '' && (verb === 'create' || verb === 'delete'))) return notSupported(group, resource, verb);
  return name === '' && (verb === 'update' || verb === 'patch') ? badRequest('name must be provided') : undefined;
}

function isEnabled({ hasStatus, scale }: ResourceDefinition, subresource: string): boolean {
  return (subresource === 'status' && hasStatus === true) || (subresource === 'scale' && scale !== undefined);
}

function notSupported(group: string, resource: string, verb: string): Status {
  const message = `${verb} is not supported on resources of kind "${qualified(group, resource)}"`;
  return failure(405, 'MethodNotAllowed', message, { group, kind: resource });
}

export function notAcceptable(): Status {
  const types = 'application/json, application/yaml, application/vnd.kubernetes.protobuf';
  return failure(406, 'NotAcceptable', `only the following media types are accepted: ${types}`);
}
