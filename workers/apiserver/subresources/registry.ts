/** Subresources besides status, by name. */
import type { ApiReply, ApiRequest } from '../../api/request';
import type { RequestScope } from '../backend';
import { failed, methodNotAllowed, resourceNotFound } from '../replies';
import { bind } from './binding';
import { scale } from './scale';

export function serveSubresource(scope: RequestScope, request: ApiRequest): ApiReply {
  const { definition } = scope;
  const { name = '', verb, body } = request;
  const isPods = definition.group === '' && definition.resource === 'pods';
  switch (request.subresource) {
    case 'scale':
      if (!definition.scale) return failed(resourceNotFound());
      return ['get', 'update', 'patch'].includes(verb) ? scale(scope, name, request, definition.scale) : failed(methodNotAllowed());
    case 'binding':
      return isPods && verb === 'create' ? bind(scope, name, body) : failed(resourceNotFound());
    default:
      return failed(resourceNotFound());
  }
}
