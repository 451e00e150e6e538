import { define } from '../../define';
import { statusApart } from '../../strategy';
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
    allowUnconditionalUpdate: false,
  },
  table: policyTable('Validations', 'validations', 'Validations indicates the number of validation rules defined in this configuration'),
});
