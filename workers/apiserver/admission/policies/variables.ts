/** What a policy's expressions see of a request (source: k8s.io/apiserver/pkg/admission/plugin/cel/condition.go, 1.36). */
import type { AnyObject } from '../../../api/meta';
import { CelError, MapValue } from '../../../api/cel/value';
import type { Value } from '../../../api/cel/value';
import type { Draft, ResourceDefinition } from '../../../resources/definition';
import { scaleOf } from '../../subresources/scale';
import type { AdmissionRequest } from '../plugin';
import { authorizerVariables } from './access';
import { evaluate } from './budget';
import type { Budget } from './budget';
import type { Bound } from './policy-index';

export type Variables = Readonly<Record<string, unknown>>;

/** `kind`: the version of the object that the policy asked for. */
export function requestVariables(request: AdmissionRequest, kind: ResourceDefinition): Variables {
  const { object, before } = request;
  return {
    object: inVersion(kind, shown(request, withVersion(object, before))),
    oldObject: inVersion(kind, shown(request, before)),
    request: requestOf(request, kind),
    namespaceObject: namespaceOf(request),
    ...authorizerVariables(request),
  };
}

function inVersion({ view, custom, kind }: ResourceDefinition, object: unknown): unknown {
  if (object === null || (object as AnyObject).kind !== kind) return object;
  return view ? view.fromStored(object as AnyObject) : custom ? custom.present(object as AnyObject) : object;
}

/** An update that says nothing of versions is of the one that is stored. */
function withVersion(object: Draft | undefined, before: AnyObject | undefined): AnyObject | Draft | undefined {
  const resourceVersion = before?.metadata?.resourceVersion;
  if (!object || resourceVersion === undefined || object.metadata.resourceVersion) return object;
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

/** Requests for a scale carry a Scale. */
function shown({ scope }: AdmissionRequest, object: AnyObject | Draft | undefined): unknown {
  const { scale } = scope.definition;
  return (object && scale && scope.subresource === 'scale' ? scaleOf(object as AnyObject, scale) : object) ?? null;
}

/** Fields of metadata that are shown of a namespace. */
const NAMESPACE_METADATA = [
  ...['name', 'generateName', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'deletionTimestamp'],
  ...['deletionGracePeriodSeconds', 'labels', 'annotations', 'finalizers'],
];

function namespaceOf({ scope }: AdmissionRequest): unknown {
  const { definition, namespace, backend } = scope;
  const found = definition.namespaced ? backend.reader.get('', 'namespaces', '', namespace) : undefined;
  if (!found) return null;
  const metadata = Object.fromEntries(Object.entries(found.metadata ?? {}).filter(([name]) => NAMESPACE_METADATA.includes(name)));
  return { metadata, spec: found.spec, status: found.status };
}

const OPTIONS = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions' } as const;

/** An AdmissionRequest without what is empty; its objects are variables of their own. */
function requestOf({ scope, operation, name, object }: AdmissionRequest, matched: ResourceDefinition): unknown {
  const { definition, spoken = definition, subresource, userInfo, namespace, collection } = scope;
  const isScale = subresource === 'scale';
  const kindOf = ({ group, version, kind }: ResourceDefinition) =>
    isScale
      ? { group: 'autoscaling', version: 'v1', kind: 'Scale' }
      : { group, version, kind: operation === 'CONNECT' ? object?.kind : kind };
  const resourceOf = ({ group, version, resource }: ResourceDefinition) => ({ group, version, resource });
  const isNamespace = definition.group === '' && definition.resource === 'namespaces' && operation !== 'CREATE';
  const isUnnamed = collection === true || (operation === 'CREATE' && object?.metadata.generateName === name);
  const { username, uid, groups, extra } = userInfo;
  return {
    uid: '',
    kind: kindOf(matched),
    resource: resourceOf(matched),
    ...(subresource ? { subResource: subresource } : {}),
    requestKind: kindOf(spoken),
    requestResource: resourceOf(spoken),
    ...(subresource ? { requestSubResource: subresource } : {}),
    ...(isUnnamed ? {} : { name }),
    ...(isNamespace ? { namespace: name } : namespace ? { namespace } : {}),
    operation,
    userInfo: {
      username,
      ...(uid ? { uid } : {}),
      ...(groups.length > 0 ? { groups } : {}),
      ...(extra && Object.keys(extra).length > 0 ? { extra } : {}),
    },
    object: null,
    oldObject: null,
    dryRun: scope.dryRun,
    options: operation === 'CONNECT' ? null : { ...scope.options, kind: OPTIONS[operation], apiVersion: 'meta.k8s.io/v1' },
  };
}

/** The policy's own `variables`, each worked out when it is first asked for; a failure is told again and again. */
class PolicyVariables extends MapValue {
  readonly typeName = 'kubernetes.variables';
  private readonly known = new Map<string, Value | CelError>();
  all: Variables = {};

  constructor(
    private readonly variables: Bound<unknown>['variables'],
    private readonly budget: Budget,
  ) {
    super();
  }

  get size(): number {
    return this.variables.length;
  }

  keys(): readonly Value[] {
    return this.variables.map(({ name }) => name);
  }

  find(key: Value): Value | undefined {
    const variable = this.variables.find(({ name }) => name === key);
    if (!variable) return undefined;
    let value = this.known.get(variable.name);
    if (value === undefined) {
      const result = evaluate(variable, this.all, this.budget);
      value = 'error' in result ? new CelError(`composited variable "${variable.name}" fails to evaluate: ${result.error}`) : result.value;
      this.known.set(variable.name, value);
    }
    if (value instanceof CelError) throw value;
    return value;
  }
}

/** Adds `params` and `variables`. */
export function policyVariables(
  base: Variables,
  params: AnyObject | undefined,
  variables: Bound<unknown>['variables'],
  budget: Budget,
): Variables {
  const own = new PolicyVariables(variables, budget);
  own.all = { ...base, params: params ?? null, variables: own };
  return own.all;
}
