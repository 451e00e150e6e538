/** The parameters of a binding (source: k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go, 1.36). */
import { matches, selectorFrom } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import type { BindingSpec } from '../../../resources/admissionregistration/types';
import type { AdmissionRequest } from '../plugin';

/** [undefined]: the policy has none; []: those it has may be missing; a text: why it cannot go on. */
export function paramsOf(
  paramKind: { readonly apiVersion?: string; readonly kind?: string } | undefined,
  { paramRef }: BindingSpec,
  { scope }: AdmissionRequest,
): readonly (AnyObject | undefined)[] | string {
  if (!paramKind || !paramRef) return [undefined];
  const { apiVersion = '', kind = '' } = paramKind;
  const group = apiVersion.includes('/') ? (apiVersion.split('/')[0] as string) : '';
  const definition = scope.backend.resources.ofKind(group, kind);
  if (!definition) return `failed to configure policy: failed to find resource referenced by paramKind: '${apiVersion}, Kind=${kind}'`;
  const namespace = definition.namespaced ? (paramRef.namespace ?? scope.namespace) : '';
  const { reader } = scope.backend;
  const found = paramRef.name
    ? [reader.get(group, definition.resource, namespace, paramRef.name)].filter((each) => each !== undefined)
    : reader
        .list(group, definition.resource, namespace)
        .filter(({ metadata }) => matches(selectorFrom(paramRef.selector), metadata?.labels));
  if (found.length > 0) return found;
  return paramRef.parameterNotFoundAction === 'Deny'
    ? 'failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction'
    : [];
}
