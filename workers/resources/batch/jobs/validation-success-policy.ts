/** Source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateSuccessPolicy, 1.36. */
import { invalid, required, tooLong, tooMany } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { printed } from '../../schema/emptied';
import { validateNonNegative } from '../../validation/values';
import type { JobSpec } from './validation';

const RULES_MAX = 20;
const INDEXES_BYTES_MAX = 64 * 1024;

export function validateSuccessPolicy(spec: JobSpec, field: string, errors: FieldError[]): void {
  if (!spec.successPolicy) return;
  const rules = spec.successPolicy.rules ?? [];
  if (spec.completionMode !== 'Indexed') {
    errors.push(invalid(`${field}.successPolicy`, successPolicyForm(spec.successPolicy), 'requires indexed completion mode'));
    return;
  }
  const at = `${field}.successPolicy.rules`;
  if (rules.length === 0) errors.push(required(at, 'at least one rules must be specified when the successPolicy is specified'));
  if (rules.length > RULES_MAX) errors.push(tooMany(at, rules.length, RULES_MAX));
  for (const [index, rule] of rules.entries()) validateRule(rule, spec.completions ?? 0, `${at}[${index}]`, errors);
}

/** As Go prints it. */
export function successPolicyForm(policy: NonNullable<JobSpec['successPolicy']>): object {
  const rules = policy.rules as readonly Rule[] | undefined;
  return {
    Rules:
      rules?.map((rule) => ({ SucceededIndexes: rule.succeededIndexes ?? null, SucceededCount: rule.succeededCount ?? null })) ??
      printed(policy, 'rules'),
  };
}

type Rule = NonNullable<JobSpec['successPolicy']>['rules'][number];

function validateRule({ succeededCount, succeededIndexes }: Rule, completions: number, field: string, errors: FieldError[]): void {
  if (succeededCount === undefined && succeededIndexes === undefined) {
    errors.push(required(field, 'at least one of succeededCount or succeededIndexes must be specified'));
  }
  let total = 0;
  if (succeededIndexes !== undefined) {
    if (succeededIndexes.length > INDEXES_BYTES_MAX) errors.push(tooLong(`${field}.succeededIndexes`, INDEXES_BYTES_MAX));
    const counted = countIndexes(succeededIndexes, completions);
    if (typeof counted === 'number') total = counted;
    else errors.push(invalid(`${field}.succeededIndexes`, succeededIndexes, `error parsing succeededIndexes: ${counted.why}`));
  }
  if (succeededCount === undefined) return;
  const at = `${field}.succeededCount`;
  validateNonNegative(succeededCount, at, errors);
  if (succeededCount > completions) {
    errors.push(invalid(at, succeededCount, `must be less than or equal to ${completions} (the number of specified completions)`));
  }
  if (succeededIndexes !== undefined && succeededCount > total) {
    errors.push(
      invalid(at, succeededCount, `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`),
    );
  }
}

/** How many indexes "1,3-5" names, or what is wrong with it. */
export function countIndexes(text: string, completions: number): number | { readonly why: string } {
  let total = 0;
  let last: number | undefined;
  for (const interval of text === '' ? [] : text.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2) {
      return {
        why: `the fragment ${JSON.stringify(interval)} violates the requirement that an index interval can have at most two parts separated by '-'`,
      };
    }
    for (const limit of limits) {
      if (!/^\d+$/.test(limit)) return { why: `cannot convert string to integer for index: ${JSON.stringify(limit)}` };
      if (Number(limit) >= completions) return { why: `too large index: ${JSON.stringify(limit)}` };
    }
    const [from, to] = [Number(limits[0]), Number(limits.at(-1))];
    if (limits.length === 2 && from >= to) return { why: `non-increasing order, previous: ${from}, current: ${to}` };
    if (last !== undefined && last >= from) return { why: `non-increasing order, previous: ${last}, current: ${from}` };
    total += to - from + 1;
    last = to;
  }
  return total;
}
