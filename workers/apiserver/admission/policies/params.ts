/** The parameters of a binding (source: k8s.io/apiserver/pkg/admission/plugin/policy/generic/policy_dispatcher.go, 1.36). */
import { matches, selectorFrom } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import type { BindingSpec } from '../../../resources/admissionregistration/types';
import type { AdmissionRequest } from '../plugin';

/** What the policy is asked with one by one; undefined among them: it has no parameters. */
export type Params =
  | { readonly found: readonly (AnyObject | undefined)[] }
  /** `ofPolicy`: whatever the binding. */
  | { readonly problem: string; readonly ofPolicy?: boolean };

const binding = (why: string): Params => ({ problem: `failed to configure binding: ${why}` });

export function paramsOf(
  paramKind: { readonly apiVersion?: string; readonly kind?: string } | undefined,
  { paramRef }: BindingSpec,
  request: AdmissionRequest,
): Params {
  if (!paramKind) return { found: [undefined] };
  const { apiVersion = '', kind = '' } = paramKind;
  const [version = '', group = ''] = apiVersion.split('/').toReversed();
  const { resources, reader } = request.scope.backend;
  const known = resources.ofKind(group, kind);
  const definition = known && resources.find(group, version, known.resource);
  if (!definition) {
    const shown = `${group}/${version}, Kind=${kind}`;
    return { problem: `failed to configure policy: failed to find resource referenced by paramKind: '${shown}'`, ofPolicy: true };
  }
  if (!paramRef) return { found: [undefined] };
  const about = namespaceOf(request);
  if (definition.namespaced && !paramRef.namespace && !about)
    return binding('cannot use namespaced paramRef in policy binding that matches cluster-scoped resources');
  if (!definition.namespaced && paramRef.namespace)
    return binding('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
  const namespace = definition.namespaced ? (paramRef.namespace ?? about) : '';
  const found = paramRef.name
    ? [reader.get(group, definition.resource, namespace, paramRef.name)].filter((each) => each !== undefined)
    : reader
        .list(group, definition.resource, namespace)
        .filter(({ metadata }) => matches(selectorFrom(paramRef.selector), metadata?.labels));
  if (found.length === 0 && paramRef.parameterNotFoundAction === 'Deny')
    return binding('no params found for policy binding with `Deny` parameterNotFoundAction');
  return { found };
}

/** A namespace that exists is in itself. */
function namespaceOf({ scope, operation, name }: AdmissionRequest): string {
  const { group, resource } = scope.definition;
  return group === '' && resource === 'namespaces' && operation !== 'CREATE' ? name : scope.namespace;
}
