import { pathSegmentName } from '../../../api/names';
import { define } from '../../define';
import { bindingTable, setBindingDefaults } from '../bindings';
import { validateBinding, validateBindingUpdate } from '../validation';

/** Source: pkg/registry/rbac/rolebinding/strategy.go, 1.36. */
export const roleBindings = define({
  group: 'rbac.authorization.k8s.io',
  resource: 'rolebindings',
  kind: 'RoleBinding',
  namespaced: true,
  nameRule: pathSegmentName,
  strategy: {
    setDefaults: setBindingDefaults,
    validate: validateBinding,
    validateUpdate: validateBindingUpdate,
    allowCreateOnUpdate: true,
    allowUnconditionalUpdate: true,
  },
  table: bindingTable('roleBinding'),
});
