/** What expressions ask of the authorizer (source: k8s.io/apiserver/pkg/cel/library/authz.go, 1.36). */
import { celAuthorizer, celRequestResource } from '../../../api/cel/library/authorizer';
import type { AccessAnswer, AccessQuestion, Ask } from '../../../api/cel/library/authorizer';
import type { CelObject } from '../../../api/cel/value';
import type { UserInfo } from '../../../api/user-info';
import { serviceAccountGroups } from '../../authn/service-account-tokens';
import type { AdmissionRequest } from '../plugin';

export function authorizerVariables(request: AdmissionRequest): { readonly [name: string]: CelObject } {
  const { scope, name } = request;
  const { definition, namespace, subresource } = scope;
  const ask: Ask = (question) => answer(request, question);
  const about = { group: definition.group, resource: definition.resource, subresource, namespace, name };
  return { authorizer: celAuthorizer(ask), 'authorizer.requestResource': celRequestResource(ask, about) };
}

function answer({ scope }: AdmissionRequest, { serviceAccount, verb, path, ...question }: AccessQuestion): AccessAnswer {
  const user: UserInfo = serviceAccount ? userOf(serviceAccount) : scope.userInfo;
  const { group = '', resource = '', subresource = '', namespace = '', name = '', fieldSelector } = question;
  const attributes =
    path === undefined
      ? { user, verb, group, resource, subresource, namespace, name, ...(fieldSelector === undefined ? {} : { fieldSelector }) }
      : { user, verb, path };
  return scope.backend.access.authorizer.authorize(attributes);
}

function userOf({ namespace, name }: { readonly namespace: string; readonly name: string }): UserInfo {
  return { username: `system:serviceaccount:${namespace}:${name}`, groups: serviceAccountGroups(namespace) };
}
