/** MutatingAdmissionPolicy (source: k8s.io/apiserver/pkg/admission/plugin/policy/mutating, 1.36). */
import type { Value } from '../../../api/cel/value';
import { fromCel } from '../../../api/cel/values';
import type { Status } from '../../../api/status';
import { cloneJson } from '../../../lib/clone';
import { deepEqual } from '../../../lib/equal';
import type { MutatingAdmissionPolicy, Mutation } from '../../../resources/admissionregistration/types';
import type { Draft } from '../../../resources/definition';
import { mergeApplied } from '../../managed-fields/merge';
import { rootShape } from '../../managed-fields/versions';
import { jsonPatch } from '../../patch/json-patch';
import { PatchError } from '../../patch/patch-error';
import type { AdmissionPlugin, AdmissionRequest } from '../plugin';
import { POLICY_COST_MAX, evaluate } from './budget';
import { conditionsHold, isExempt } from './conditions';
import { isMatched } from './matching';
import { paramsOf } from './params';
import { policiesOf } from './policy-index';
import type { Bound } from './policy-index';
import { refusalStatus } from './validating';
import { policyVariables, requestVariables } from './variables';

type BoundPolicy = Bound<MutatingAdmissionPolicy>;

export const mutatingAdmissionPolicy: AdmissionPlugin = {
  name: 'MutatingAdmissionPolicy',
  admit(request) {
    const { mutating } = policiesOf(request.scope.backend);
    const { definition } = request.scope;
    if (mutating.length === 0 || !request.object || isExempt(definition.group, definition.resource)) return undefined;
    const again = new Set<BoundPolicy>();
    const changed = runAll(mutating, request, request.object, again);
    if (typeof changed === 'object') return changed;
    if (!changed) return undefined;
    definition.strategy.setDefaults?.(request.object);
    const refusal = admitAgain(request);
    if (refusal) return refusal;
    const second = runAll([...again], request, request.object, new Set());
    if (typeof second === 'object') return second;
    if (second) definition.strategy.setDefaults?.(request.object);
    return undefined;
  },
};

/** Whether anything changed. `again` gets those that want to see what others changed after them. */
function runAll(policies: readonly BoundPolicy[], request: AdmissionRequest, object: Draft, again: Set<BoundPolicy>): boolean | Status {
  let changed = false;
  const earlier: BoundPolicy[] = [];
  for (const bound of policies) {
    const { policy, binding } = bound;
    if (!isMatched(policy.spec.matchConstraints, request) || !isMatched(binding.spec.matchResources, request)) continue;
    const result = mutate(bound, request, object);
    if (typeof result === 'object') return result;
    if (result) for (const each of earlier.splice(0)) again.add(each);
    changed ||= result;
    if (policy.spec.reinvocationPolicy === 'IfNeeded') earlier.push(bound);
  }
  return changed;
}

/** The built-in plugins see what the policies made of the object. */
function admitAgain(request: AdmissionRequest): Status | undefined {
  for (const plugin of request.scope.backend.admission) {
    const refusal = plugin === mutatingAdmissionPolicy ? undefined : plugin.admit?.(request);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Whether it changed the object. */
function mutate(bound: BoundPolicy, request: AdmissionRequest, object: Draft): boolean | Status {
  const { policy, binding } = bound;
  const fails = policy.spec.failurePolicy !== 'Ignore';
  const refuse = (why: string) =>
    fails
      ? refusalStatus(request, `policy '${policy.metadata.name}' with binding '${binding.metadata.name}' denied request: ${why}`, 'Invalid')
      : false;
  const params = paramsOf(policy.spec.paramKind, binding.spec, request);
  if (typeof params === 'string') return refuse(params);
  let changed = false;
  for (const each of params) {
    const budget = { left: POLICY_COST_MAX };
    const holds = conditionsHold(bound, policyVariables(requestVariables(request), each, bound.variables, budget));
    if (typeof holds === 'string') return refuse(holds);
    if (!holds) continue;
    for (const [index, expression] of bound.expressions.entries()) {
      const variables = policyVariables(requestVariables(request), each, bound.variables, budget);
      const result = evaluate(expression, variables, budget);
      if ('error' in result) return refuse(`expression '${expression.source}' resulted in error: ${result.error}`);
      const before = cloneJson(object);
      const problem = change(object, policy.spec.mutations?.[index] ?? {}, result.value, request);
      if (problem !== undefined) return refuse(problem);
      changed ||= !deepEqual(before, object);
    }
  }
  return changed;
}

/** Changes the object in place; a text where the patch does not fit. A failed "test" leaves it as it is. */
function change(object: Draft, { patchType }: Mutation, value: Value, { scope }: AdmissionRequest): string | undefined {
  const patch = fromCel(value);
  if (patchType === 'ApplyConfiguration') {
    const shape = rootShape(scope);
    if (shape) replaceWith(object, mergeApplied(object, patch, shape) as Draft);
    return undefined;
  }
  try {
    replaceWith(object, jsonPatch(object, patch) as Draft);
    return undefined;
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    const tested = Array.isArray(patch) && patch.some((operation: { readonly op?: string }) => operation.op === 'test');
    return tested ? undefined : `JSON Patch: ${error.status.message ?? ''}`;
  }
}

function replaceWith(object: Draft, next: Draft): void {
  for (const name of Object.keys(object)) if (next[name] === undefined) delete object[name];
  Object.assign(object, next);
}
