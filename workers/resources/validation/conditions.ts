/** Conditions of the shared type (source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go ValidateConditions, 1.36). */
import { duplicate, invalid, notSupported, required, tooLong } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isLabelKey } from '../../api/names';
import { pushInvalid } from './labels';

export interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly observedGeneration?: number;
  readonly lastTransitionTime?: string | null;
  readonly reason?: string;
  readonly message?: string;
}

const STATUSES = ['False', 'True', 'Unknown'];
const REASON = /^[A-Za-z](?:[A-Za-z0-9_,:]*[A-Za-z0-9_])?$/;
const REASON_MESSAGE =
  "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or 'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";
const MAX_REASON = 1024;
const MAX_MESSAGE = 32 * 1024;

export function validateConditions(conditions: readonly Condition[] | undefined, field: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, condition] of (conditions ?? []).entries()) {
    const at = `${field}[${index}]`;
    const type = condition.type ?? '';
    if (seen.has(type)) errors.push(duplicate(`${at}.type`, type));
    seen.add(type);
    validateCondition(condition, at, errors);
  }
}

function validateCondition(condition: Condition, field: string, errors: FieldError[]): void {
  const { type = '', status = '', observedGeneration = 0, lastTransitionTime, reason = '', message = '' } = condition;
  pushInvalid(errors, `${field}.type`, type, isLabelKey(type));
  if (!STATUSES.includes(status)) errors.push(notSupported(`${field}.status`, status, STATUSES));
  if (observedGeneration < 0) {
    errors.push(invalid(`${field}.observedGeneration`, observedGeneration, 'must be greater than or equal to zero'));
  }
  if (!lastTransitionTime) errors.push(required(`${field}.lastTransitionTime`));
  if (!reason) errors.push(required(`${field}.reason`));
  else {
    if (!REASON.test(reason)) errors.push(invalid(`${field}.reason`, reason, REASON_MESSAGE));
    if (reason.length > MAX_REASON) errors.push(tooLong(`${field}.reason`, MAX_REASON));
  }
  if (message.length > MAX_MESSAGE) errors.push(tooLong(`${field}.message`, MAX_MESSAGE));
}
