import { define } from '../../define';
import { keepOtherHalf } from '../../strategy';
import { CATEGORIES, generations, policyTable, setPolicyDefaults } from '../strategy';
import { validateValidatingPolicy } from '../validation';

const { prepareForCreate, prepareForUpdate } = generations('spec');

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
      draft.status = {};
    },
    prepareForUpdate: (draft, before, context) => {
      keepOtherHalf(draft, before, context);
      prepareForUpdate(draft, before, context);
    },
    validate: validateValidatingPolicy,
    validateUpdate: validateValidatingPolicy,
    allowUnconditionalUpdate: false,
  },
  table: policyTable('Validations', 'validations', 'Validations indicates the number of validation rules defined in this configuration'),
});
