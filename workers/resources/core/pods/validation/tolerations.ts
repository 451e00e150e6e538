/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateTolerations, 1.36. */
import { invalid, jsonText, notSupported } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isLabelValue, isLabelKey } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import type { PodSpec } from './pod-spec';

export const TAINT_EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const OPERATORS = ['Equal', 'Exists'];
/** Comparisons, which an alpha feature would allow, are refused as if it did. */
const COMPARISONS = ['Lt', 'Gt'];

export function validateTolerations(tolerations: PodSpec['tolerations'], field: string, errors: FieldError[]): void {
  for (let index = 0; index < (tolerations?.length ?? 0); index++) {
    const toleration = tolerations?.[index] as NonNullable<PodSpec['tolerations']>[number];
    const { key = '', operator = '', value = '', effect = '', tolerationSeconds } = toleration;
    const at = `${field}[${index}]`;
    if (key !== '') {
      pushInvalid(errors, `${at}.key`, key, isLabelKey(key));
    }
    if (key === '' && operator !== 'Exists') {
      errors.push(
        invalid(
          `${at}.operator`,
          jsonText(operator),
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      );
    }
    if (tolerationSeconds !== undefined && effect !== 'NoExecute') {
      errors.push(invalid(`${at}.effect`, jsonText(effect), "effect must be 'NoExecute' when `tolerationSeconds` is set"));
    }
    if (operator === '' || (operator as string) === 'Equal') {
      const messages = isLabelValue(value);
      if (messages.length > 0) {
        errors.push(invalid(`${at}.operator`, value, messages.join(';')));
      }
    } else if (operator === 'Exists') {
      if (value !== '') {
        errors.push(invalid(`${at}.operator`, value, "value must be empty when `operator` is 'Exists'"));
      }
    } else {
      errors.push(notSupported(`${at}.operator`, operator, COMPARISONS.includes(operator) ? [...OPERATORS, ...COMPARISONS] : OPERATORS));
    }
    if (effect !== '' && !TAINT_EFFECTS.includes(effect)) {
      errors.push(notSupported(`${at}.effect`, effect, TAINT_EFFECTS));
    }
  }
}
