import { define } from '../../define';
import { CATEGORIES, generations, policyTable, setPolicyDefaults } from '../strategy';
import { validateMutatingPolicy } from '../validation';

export const mutatingAdmissionPolicies = define({
  group: 'admissionregistration.k8s.io',
  resource: 'mutatingadmissionpolicies',
  singular: 'mutatingadmissionpolicy',
  kind: 'MutatingAdmissionPolicy',
  namespaced: false,
  categories: CATEGORIES,
  strategy: {
    setDefaults: setPolicyDefaults,
    ...generations('spec'),
    validate: validateMutatingPolicy,
    validateUpdate: validateMutatingPolicy,
    allowUnconditionalUpdate: false,
  },
  table: policyTable('Mutations', 'mutations', 'Mutation indicates the number of mutations rules defined in this configuration'),
});
