/** MutatingAdmissionPolicy (source: k8s.io/apiserver/pkg/admission/plugin/policy/mutating, 1.36). */
import { badRequest, failure } from '../../../api/status';
import type { Status } from '../../../api/status';
import { deepEqual } from '../../../lib/equal';
import type { MutatingAdmissionPolicy } from '../../../resources/admissionregistration/types';
import type { Draft, ResourceDefinition } from '../../../resources/definition';
import { isFailureStatus } from '../../verbs/create';
import { pluginsFor } from '../plugin';
import type { AdmissionPlugin, AdmissionRequest } from '../plugin';
import { POLICY_COST_MAX, evaluate } from './budget';
import { conditionsHold, isExempt } from './conditions';
import { isMatched, matchedKind } from './matching';
import { paramsOf } from './params';
import { applied, patched } from './patches';
import { policiesOf } from './policy-index';
import type { Bound } from './policy-index';
import { policyVariables, requestVariables } from './variables';

type BoundPolicy = Bound<MutatingAdmissionPolicy>;

export const mutatingAdmissionPolicy: AdmissionPlugin = {
  name: 'MutatingAdmissionPolicy',
  connects: true,
  admit(request) {
    const { mutating } = policiesOf(request.scope.backend);
    const { definition } = request.scope;
    if (mutating.length === 0 || !request.object || isExempt(definition.group, definition.resource)) return undefined;
    const again = new Set<BoundPolicy>();
    const changed = runAll(mutating, request, request.object, again);
    if (typeof changed === 'object') return changed;
    if (!changed) return undefined;
    const refusal = settled(request, request.object) ?? admitAgain(request);
    if (refusal) return refusal;
    const second = runAll([...again], request, request.object, new Set());
    if (typeof second === 'object') return second;
    return second ? settled(request, request.object) : undefined;
  },
};

/** What was changed has its defaults; options of requests that connect have neither those nor a namespace. */
function settled({ scope, operation }: AdmissionRequest, object: Draft): Status | undefined {
  const { definition, namespace } = scope;
  if (operation === 'CONNECT') return undefined;
  object.metadata ??= {};
  if (definition.namespaced && !object.metadata.namespace) object.metadata.namespace = namespace;
  if (definition.namespaced && object.metadata.namespace !== namespace)
    return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  definition.strategy.setDefaults?.(object);
  return undefined;
}

/** Whether anything changed. `again` gets those that want to see what they and others after them changed. */
function runAll(policies: readonly BoundPolicy[], request: AdmissionRequest, object: Draft, again: Set<BoundPolicy>): boolean | Status {
  let changed = false;
  const earlier: BoundPolicy[] = [];
  for (const bound of policies) {
    const { policy, binding } = bound;
    const kind = matchedKind(policy.spec.matchConstraints, request);
    if (!kind || !isMatched(binding.spec.matchResources, request)) continue;
    const result = mutate(bound, request, kind, object);
    if (typeof result === 'object') return result;
    if (policy.spec.reinvocationPolicy === 'IfNeeded') earlier.push(bound);
    if (result) for (const each of earlier.splice(0)) again.add(each);
    changed ||= result;
  }
  return changed;
}

/** The built-in plugins see what the policies made of the object. */
function admitAgain(request: AdmissionRequest): Status | undefined {
  for (const plugin of pluginsFor(request)) {
    const refusal = plugin === mutatingAdmissionPolicy ? undefined : plugin.admit?.(request);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Whether it changed the object. */
function mutate(bound: BoundPolicy, request: AdmissionRequest, kind: ResourceDefinition, object: Draft): boolean | Status {
  const { policy, binding } = bound;
  const fails = policy.spec.failurePolicy !== 'Ignore';
  const names = `policy '${policy.metadata.name}' with binding '${binding.metadata.name}'`;
  const refuse = (why: string, reason: Reason = 'Invalid', who = names) =>
    fails ? refusal(request, `${who} denied request: ${why}`, reason) : false;
  const params = paramsOf(policy.spec.paramKind, binding.spec, request);
  if ('problem' in params)
    return refuse(params.problem, 'Forbidden', params.ofPolicy ? `policy ${JSON.stringify(policy.metadata.name)}` : names);
  let changed = false;
  for (const each of params.found) {
    const budget = { left: POLICY_COST_MAX };
    const holds = conditionsHold(bound, policyVariables(requestVariables(request, kind), each, bound.variables, budget));
    if (typeof holds === 'string') return refuse(holds);
    if (!holds) continue;
    for (const [index, expression] of bound.expressions.entries()) {
      const variables = policyVariables(requestVariables(request, kind), each, bound.variables, budget);
      const result = evaluate(expression, variables, budget);
      if ('error' in result) return refuse(`expression '${expression.source}' resulted in error: ${result.error}`);
      const make = policy.spec.mutations?.[index]?.patchType === 'ApplyConfiguration' ? applied : patched;
      const next = make(object, result.value, request);
      if (typeof next === 'string') return refuse(next);
      if (isFailureStatus(next)) return next;
      if (deepEqual(object, next)) continue;
      replaceWith(object, next);
      changed = true;
    }
  }
  return changed;
}

type Reason = 'Forbidden' | 'Invalid';

function refusal({ scope, name }: AdmissionRequest, message: string, reason: Reason): Status {
  const { group, resource } = scope.definition;
  const details = { name, ...(group ? { group } : {}), kind: resource, causes: [{ message }] };
  return failure(403, reason, message, details);
}

function replaceWith(object: Draft, next: Draft): void {
  for (const name of Object.keys(object)) if (next[name] === undefined) delete object[name];
  Object.assign(object, next);
}
