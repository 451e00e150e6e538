/** What a policy's expressions see of a request (source: k8s.io/apiserver/pkg/admission/plugin/cel/condition.go, 1.36). */
import { toCel } from '../../../api/cel/values';
import type { AnyObject } from '../../../api/meta';
import type { Draft } from '../../../resources/definition';
import { scaleOf } from '../../subresources/scale';
import type { AdmissionRequest } from '../plugin';
import type { Bound } from './policy-index';

export type Variables = Readonly<Record<string, unknown>>;

export function requestVariables(request: AdmissionRequest): Variables {
  const { scope, object, before } = request;
  const namespace = scope.definition.namespaced ? scope.backend.reader.get('', 'namespaces', '', scope.namespace) : undefined;
  return {
    object: toCel(shown(request, object)),
    oldObject: toCel(shown(request, before)),
    request: toCel(requestOf(request)),
    namespaceObject: toCel(namespace),
    authorizer: {},
  };
}

/** Requests for a scale carry a Scale. */
function shown({ scope }: AdmissionRequest, object: AnyObject | Draft | undefined): unknown {
  const { scale } = scope.definition;
  return object && scale && scope.subresource === 'scale' ? scaleOf(object as AnyObject, scale) : object;
}

function requestOf({ scope, operation, name, object }: AdmissionRequest): unknown {
  const { definition, subresource, userInfo } = scope;
  const { group, version, resource } = definition;
  const isScale = subresource === 'scale';
  const kind = isScale ? { group: 'autoscaling', version: 'v1', kind: 'Scale' } : { group, version, kind: definition.kind };
  const gvr = { group, version, resource };
  return {
    uid: object?.metadata?.uid ?? '',
    kind,
    resource: gvr,
    subResource: subresource,
    requestKind: kind,
    requestResource: gvr,
    requestSubResource: subresource,
    name,
    namespace: scope.namespace,
    operation,
    userInfo: { username: userInfo.username, uid: userInfo.uid ?? '', groups: userInfo.groups, extra: userInfo.extra ?? {} },
    dryRun: scope.dryRun,
    options: {},
  };
}

/** Adds `params` and the policy's own `variables`, each worked out when it is first asked for. */
export function policyVariables(base: Variables, params: AnyObject | undefined, variables: Bound<unknown>['variables']): Variables {
  const own: Record<string, unknown> = {};
  const all: Variables = { ...base, params: toCel(params), variables: own };
  for (const { name, program } of variables) {
    let known: { readonly value: unknown } | { readonly error: string } | undefined;
    Object.defineProperty(own, name, {
      enumerable: true,
      get: () => {
        known ??= 'error' in program ? { error: program.error } : program.evaluate(all);
        if ('error' in known) throw new Error(known.error);
        return known.value;
      },
    });
  }
  return all;
}
