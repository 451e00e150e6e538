import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import { CATEGORIES, bindingTable, generations, setBindingDefaults } from '../strategy';
import { validateBinding } from '../validation';

const validate = (object: AnyObject) => validateBinding(object, true);

export const validatingAdmissionPolicyBindings = define({
  group: 'admissionregistration.k8s.io',
  resource: 'validatingadmissionpolicybindings',
  kind: 'ValidatingAdmissionPolicyBinding',
  namespaced: false,
  categories: CATEGORIES,
  strategy: {
    setDefaults: setBindingDefaults,
    ...generations('spec'),
    validate,
    validateUpdate: validate,
    allowUnconditionalUpdate: false,
  },
  table: bindingTable,
});
