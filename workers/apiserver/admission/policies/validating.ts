/** ValidatingAdmissionPolicy (source: k8s.io/apiserver/pkg/admission/plugin/policy/validating, 1.36). Differs: there is no audit log, so Audit shows nowhere. */
import { failure, qualified } from '../../../api/status';
import type { Status } from '../../../api/status';
import type { ResourceDefinition } from '../../../resources/definition';
import type { ValidatingAdmissionPolicy } from '../../../resources/admissionregistration/types';
import type { AdmissionPlugin, AdmissionRequest } from '../plugin';
import { OUT_OF_BUDGET, POLICY_COST_MAX, evaluate } from './budget';
import type { Budget } from './budget';
import { conditionsHold, isExempt } from './conditions';
import { isMatched, matchedKind } from './matching';
import { paramsOf } from './params';
import { policiesOf } from './policy-index';
import type { Bound } from './policy-index';
import { policyVariables, requestVariables } from './variables';
import type { Variables } from './variables';

type BoundPolicy = Bound<ValidatingAdmissionPolicy>;

interface Refusal {
  readonly message: string;
  readonly reason: string;
  /** Refuses whatever the binding's actions are. */
  readonly always?: boolean;
}

const CODES: Readonly<Record<string, number>> = { Unauthorized: 401, Forbidden: 403, RequestEntityTooLarge: 413, Invalid: 422 };

export const validatingAdmissionPolicy: AdmissionPlugin = {
  name: 'ValidatingAdmissionPolicy',
  connects: true,
  validate(request) {
    const { validating } = policiesOf(request.scope.backend);
    const { group, resource } = request.scope.definition;
    if (validating.length === 0 || isExempt(group, resource)) return undefined;
    const seen = new Map<ResourceDefinition, Variables>();
    let first: Status | undefined;
    for (const bound of validating) {
      const { policy, binding } = bound;
      const kind = matchedKind(policy.spec.matchConstraints, request);
      if (!kind || !isMatched(binding.spec.matchResources, request)) continue;
      const base = seen.get(kind) ?? requestVariables(request, kind);
      seen.set(kind, base);
      const refusal = enforce(bound, request, base);
      first ??= refusal;
    }
    return first;
  },
};

function enforce(bound: BoundPolicy, request: AdmissionRequest, base: Variables): Status | undefined {
  const { policy, binding } = bound;
  const fails = policy.spec.failurePolicy !== 'Ignore';
  const params = paramsOf(policy.spec.paramKind, binding.spec, request);
  const refusals =
    'problem' in params
      ? fails
        ? [{ ...asInvalid(params.problem), always: true }]
        : []
      : params.found.flatMap((each) => {
          const budget = { left: POLICY_COST_MAX };
          return judge(bound, policyVariables(base, each, bound.variables, budget), fails, budget);
        });
  const names = `ValidatingAdmissionPolicy '${policy.metadata.name}' with binding '${binding.metadata.name}'`;
  const actions = binding.spec.validationActions ?? [];
  if (actions.includes('Warn'))
    for (const { message, always } of refusals) if (!always) request.scope.warnings.push(`Validation failed for ${names}: ${message}`);
  const denied = refusals.find(({ always }) => always || actions.includes('Deny'));
  const told = 'problem' in params && params.ofPolicy ? `ValidatingAdmissionPolicy '${policy.metadata.name}'` : names;
  return denied && refusalStatus(request, `${told} denied request: ${denied.message}`, denied.reason);
}

function judge(bound: BoundPolicy, variables: Variables, fails: boolean, budget: Budget): readonly Refusal[] {
  const holds = conditionsHold(bound, variables);
  if (typeof holds === 'string') return fails ? [asInvalid(holds)] : [];
  if (!holds) return [];
  const refusals: Refusal[] = [];
  for (const [index, expression] of bound.expressions.entries()) {
    const result = evaluate(expression, variables, budget);
    if (budget.left < 0) return fails ? [asInvalid(OUT_OF_BUDGET)] : [];
    if ('error' in result) {
      if (fails) refusals.push(asInvalid(`expression '${expression.source}' resulted in error: ${result.error}`));
    } else if (result.value !== true) refusals.push(refusalOf(bound, index, variables, budget));
  }
  for (const annotation of bound.annotations) {
    const result = evaluate(annotation, variables, budget);
    if ('error' in result && fails)
      refusals.push({ ...asInvalid(`expression '${annotation.source}' resulted in error: ${result.error}`), always: true });
  }
  return refusals;
}

const MESSAGE_LENGTH_MAX = 5 * 1024;

function refusalOf({ policy, messages, expressions }: BoundPolicy, index: number, variables: Variables, budget: Budget): Refusal {
  const { message = '', reason = 'Invalid' } = policy.spec.validations?.[index] ?? {};
  const expression = messages[index];
  const made = expression && evaluate(expression, variables, budget);
  const text = made && 'value' in made && typeof made.value === 'string' ? made.value.trim() : '';
  const usable = text !== '' && !text.includes('\n') && text.length <= MESSAGE_LENGTH_MAX;
  return { reason, message: usable ? text : message.trim() || `failed expression: ${expressions[index]?.source.trim() ?? ''}` };
}

function asInvalid(message: string): Refusal {
  return { message, reason: 'Invalid' };
}

/** The text says "forbidden", the reason is the policy's. */
function refusalStatus({ scope, name }: AdmissionRequest, why: string, reason: string): Status {
  const { group, resource } = scope.definition;
  const called = scope.collection ? 'Unknown' : name;
  return failure(
    CODES[reason] ?? 422,
    reason as 'Invalid',
    `${qualified(group, resource)} ${JSON.stringify(called)} is forbidden: ${why}`,
    {
      name: called,
      ...(group ? { group } : {}),
      kind: resource,
      causes: [{ message: why }],
    },
  );
}
