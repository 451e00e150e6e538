/** Source: pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchema, 1.36. */
import { duplicate, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import { validateMandatorySchema } from '../mandatory';
import { validateRule } from './rules';
import type { FlowSchema } from './types';

const PRECEDENCE_MAX = 10_000;
const METHODS = ['ByNamespace', 'ByUser'];

export function validateFlowSchema(object: AnyObject): FieldError[] {
  const { metadata, spec } = object as unknown as FlowSchema;
  const errors: FieldError[] = [];
  const precedence = spec?.matchingPrecedence ?? 0;
  const at = 'spec.matchingPrecedence';
  if (precedence <= 0) errors.push(invalid(at, precedence, 'must be a positive value'));
  if (precedence > PRECEDENCE_MAX) errors.push(invalid(at, precedence, `must not be greater than ${PRECEDENCE_MAX}`));
  if (precedence === 1 && metadata.name !== 'exempt')
    errors.push(invalid(at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"));
  const method = spec?.distinguisherMethod?.type;
  if (method !== undefined && !METHODS.includes(method))
    errors.push(notSupported('spec.distinguisherMethod.type', { Type: method }, METHODS));
  const level = spec?.priorityLevelConfiguration?.name ?? '';
  if (level === '') errors.push(required('spec.priorityLevelConfiguration.name', 'must reference a priority level'));
  else pushInvalid(errors, 'spec.priorityLevelConfiguration.name', level, isDns1123Subdomain(level));
  for (const [index, rule] of (spec?.rules ?? []).entries()) validateRule(rule, `spec.rules[${index}]`, errors);
  errors.push(...validateMandatorySchema(metadata.name, spec));
  return errors;
}

/** Of priority levels too: conditions have types, each once. */
export function validateFlowStatus({ status }: AnyObject): FieldError[] {
  const { conditions = [] } = (status ?? {}) as { readonly conditions?: readonly { readonly type?: string }[] };
  const types = conditions.map(({ type = '' }) => type);
  return types.flatMap((type, index) => {
    const field = `status.conditions[${index}].type`;
    return [...(types.indexOf(type) < index ? [duplicate(field, type)] : []), ...(type === '' ? [required(field)] : [])];
  });
}
