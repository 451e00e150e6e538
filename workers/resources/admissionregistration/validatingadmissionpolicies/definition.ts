import { required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import { statusApart } from '../../strategy';
import { validateConditions } from '../../validation/conditions';
import type { Condition } from '../../validation/conditions';
import { CATEGORIES, generations, policyTable, setPolicyDefaults } from '../strategy';
import { validateValidatingPolicy } from '../validation';

const { prepareForCreate, prepareForUpdate } = generations('spec');
const apart = statusApart(() => ({}));

export const validatingAdmissionPolicies = define({
  group: 'admissionregistration.k8s.io',
  resource: 'validatingadmissionpolicies',
  singular: 'validatingadmissionpolicy',
  kind: 'ValidatingAdmissionPolicy',
  namespaced: false,
  categories: CATEGORIES,
  hasStatus: true,
  strategy: {
    setDefaults: setPolicyDefaults,
    prepareForCreate: (draft, context) => {
      prepareForCreate(draft, context);
      apart.prepareForCreate(draft, context);
    },
    prepareForUpdate: (draft, before, context) => {
      apart.prepareForUpdate(draft, before, context);
      prepareForUpdate(draft, before, context);
    },
    validate: validateValidatingPolicy,
    validateUpdate: validateValidatingPolicy,
    validateStatusUpdate,
    allowUnconditionalUpdate: false,
  },
  table: policyTable('Validations', 'validations', 'Validations indicates the number of validation rules defined in this configuration'),
});

interface Status {
  readonly conditions?: readonly Condition[];
  readonly typeChecking?: { readonly expressionWarnings?: readonly { readonly fieldRef?: string; readonly warning?: string }[] };
}

/** Differs: whether the warnings' references are JSON paths is not checked. */
function validateStatusUpdate(object: AnyObject): FieldError[] {
  const status: Status = object.status ?? {};
  const errors: FieldError[] = [];
  for (const [index, { fieldRef = '', warning = '' }] of (status.typeChecking?.expressionWarnings ?? []).entries()) {
    const at = `status.typeChecking.expressionWarnings[${index}]`;
    if (warning === '') errors.push(required(`${at}.warning`));
    if (fieldRef.trim() === '') errors.push(required(`${at}.fieldRef`));
  }
  validateConditions(status.conditions, 'status.conditions', errors);
  return errors;
}
