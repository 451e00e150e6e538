/** The policies that are bound, compiled; looked up again only after one of them changed. */
import { compile } from '../../../api/cel/compile';
import type { Program, Scope } from '../../../api/cel/compile';
import { compileVariables, policyScope } from '../../../resources/admissionregistration/expressions';
import type {
  MutatingAdmissionPolicy,
  NamedExpression,
  PolicyBinding,
  ValidatingAdmissionPolicy,
} from '../../../resources/admissionregistration/types';
import type { ObjectStore } from '../../../store/store';
import type { Backend } from '../../backend';
import { resourcePrefix } from '../../keys';
import type { WatchHub } from '../../watch/hub';

const GROUP = 'admissionregistration.k8s.io';
const PREFIX = `/registry/${GROUP}/`;

export interface Expression {
  readonly source: string;
  readonly program: Program | { readonly error: string };
}

export interface Bound<Policy> {
  readonly policy: Policy;
  readonly binding: PolicyBinding;
  readonly conditions: readonly (Expression & { readonly name: string })[];
  readonly variables: readonly (Expression & { readonly name: string })[];
  /** Validations or mutations, in the policy's order. */
  readonly expressions: readonly Expression[];
  readonly messages: readonly (Expression | undefined)[];
  readonly annotations: readonly Expression[];
}

export interface Policies {
  readonly validating: readonly Bound<ValidatingAdmissionPolicy>[];
  readonly mutating: readonly Bound<MutatingAdmissionPolicy>[];
}

interface Index {
  current: Policies | undefined;
}

/** By what all requests to a server share. */
const indexes = new WeakMap<WatchHub, Index>();

export function policiesOf({ store, hub }: Backend): Policies {
  let index = indexes.get(hub);
  if (!index) {
    const made: Index = { current: undefined };
    store.onChange(({ key }) => {
      if (key.startsWith(PREFIX)) made.current = undefined;
    });
    indexes.set(hub, made);
    index = made;
  }
  return (index.current ??= read(store));
}

function read(store: ObjectStore): Policies {
  const all = <T>(resource: string) => store.range(resourcePrefix(GROUP, resource)).map(({ value }) => value as T);
  const bound = <T extends { readonly metadata: { readonly name?: string | undefined } }, R>(
    policies: string,
    bindings: string,
    make: (policy: T, binding: PolicyBinding) => R,
  ): R[] => {
    const known = all<PolicyBinding>(bindings);
    return all<T>(policies).flatMap((policy) =>
      known.filter(({ spec }) => spec.policyName === policy.metadata.name).map((binding) => make(policy, binding)),
    );
  };
  return {
    validating: bound('validatingadmissionpolicies', 'validatingadmissionpolicybindings', compileValidating),
    mutating: bound('mutatingadmissionpolicies', 'mutatingadmissionpolicybindings', compileMutating),
  };
}

function compileValidating(policy: ValidatingAdmissionPolicy, binding: PolicyBinding): Bound<ValidatingAdmissionPolicy> {
  const { validations = [], auditAnnotations = [] } = policy.spec;
  const scope = fullScope(policy.spec);
  return {
    ...compileCommon(policy, binding),
    expressions: validations.map(({ expression }) => compiled(expression, scope)),
    messages: validations.map(({ messageExpression }) => (messageExpression ? compiled(messageExpression, scope) : undefined)),
    annotations: auditAnnotations.map(({ valueExpression }) => compiled(valueExpression, scope)),
  };
}

function compileMutating(policy: MutatingAdmissionPolicy, binding: PolicyBinding): Bound<MutatingAdmissionPolicy> {
  const scope = fullScope(policy.spec);
  return {
    ...compileCommon(policy, binding),
    expressions: (policy.spec.mutations ?? []).map(({ applyConfiguration, jsonPatch }) =>
      compiled(applyConfiguration?.expression ?? jsonPatch?.expression ?? '', scope),
    ),
    messages: [],
    annotations: [],
  };
}

function compileCommon<P extends ValidatingAdmissionPolicy | MutatingAdmissionPolicy>(policy: P, binding: PolicyBinding) {
  const { matchConditions, variables, paramKind } = policy.spec;
  const named = (list: readonly NamedExpression[] | undefined, scope: Scope) =>
    (list ?? []).map(({ name, expression }) => ({ name, ...compiled(expression, scope) }));
  return {
    policy,
    binding,
    conditions: named(matchConditions, policyScope({ params: paramKind !== undefined })),
    variables: named(variables, fullScope(policy.spec)),
  };
}

function fullScope({ variables, paramKind }: { readonly variables?: readonly NamedExpression[]; readonly paramKind?: object }): Scope {
  const params = paramKind !== undefined;
  return policyScope({ params, variables: compileVariables(variables, params, '', []), mutating: true });
}

function compiled(source: string, scope: Scope): Expression {
  return { source, program: compile(source, scope) };
}
