/** MutatingAdmissionPolicy (source: k8s.io/apiserver/pkg/admission/plugin/policy/mutating, 1.36). Differs: reinvocationPolicy IfNeeded is not acted upon. */
import { fromCel, toCel } from '../../../api/cel/values';
import type { Status } from '../../../api/status';
import type { MutatingAdmissionPolicy, Mutation } from '../../../resources/admissionregistration/types';
import type { Draft } from '../../../resources/definition';
import { mergeApplied } from '../../managed-fields/merge';
import { rootShape } from '../../managed-fields/versions';
import { jsonPatch } from '../../patch/json-patch';
import { PatchError } from '../../patch/patch-error';
import type { AdmissionPlugin, AdmissionRequest } from '../plugin';
import { conditionsHold, isExempt } from './conditions';
import { isMatched } from './matching';
import { paramsOf } from './params';
import { policiesOf } from './policy-index';
import type { Bound } from './policy-index';
import { refusalStatus } from './validating';
import { policyVariables, requestVariables } from './variables';

export const mutatingAdmissionPolicy: AdmissionPlugin = {
  name: 'MutatingAdmissionPolicy',
  admit(request) {
    const { mutating } = policiesOf(request.scope.backend);
    const { definition } = request.scope;
    if (mutating.length === 0 || !request.object || isExempt(definition.group, definition.resource)) return undefined;
    let changed = false;
    for (const bound of mutating) {
      const { policy, binding } = bound;
      if (!isMatched(policy.spec.matchConstraints, request) || !isMatched(binding.spec.matchResources, request)) continue;
      const result = mutate(bound, request, request.object);
      if (typeof result === 'object') return result;
      changed ||= result;
    }
    if (!changed) return undefined;
    definition.strategy.setDefaults?.(request.object);
    return admitAgain(request);
  },
};

/** The built-in plugins see what the policies made of the object. */
function admitAgain(request: AdmissionRequest): Status | undefined {
  for (const plugin of request.scope.backend.admission) {
    const refusal = plugin === mutatingAdmissionPolicy ? undefined : plugin.admit?.(request);
    if (refusal) return refusal;
  }
  return undefined;
}

/** Whether it changed the object. */
function mutate(bound: Bound<MutatingAdmissionPolicy>, request: AdmissionRequest, object: Draft): boolean | Status {
  const { policy, binding } = bound;
  const fails = policy.spec.failurePolicy !== 'Ignore';
  const refuse = (why: string) =>
    fails
      ? refusalStatus(request, `policy '${policy.metadata.name}' with binding '${binding.metadata.name}' denied request: ${why}`, 'Invalid')
      : false;
  const params = paramsOf(policy.spec.paramKind, binding.spec, request);
  if (typeof params === 'string') return refuse(params);
  const base = requestVariables(request);
  let changed = false;
  for (const each of params) {
    const holds = conditionsHold(bound, policyVariables(base, each, bound.variables));
    if (typeof holds === 'string') return refuse(holds);
    if (!holds) continue;
    for (const [index, { source, program }] of bound.expressions.entries()) {
      const variables = policyVariables({ ...base, object: toCel(object) }, each, bound.variables);
      const result = 'error' in program ? program : program.evaluate(variables);
      if ('error' in result) return refuse(`expression '${source}' resulted in error: ${result.error}`);
      const problem = change(object, policy.spec.mutations?.[index] ?? {}, fromCel(result.value), request);
      if (problem !== undefined) return refuse(problem);
      changed = true;
    }
  }
  return changed;
}

/** Changes the object in place; a text where the patch does not fit. A failed "test" leaves it as it is. */
function change(object: Draft, { patchType }: Mutation, patch: unknown, { scope }: AdmissionRequest): string | undefined {
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
