import { pathSegmentName } from '../../../api/names';
import { define } from '../../define';
import { bindingTable, setBindingDefaults } from '../bindings';
import { validateBinding, validateBindingUpdate } from '../validation';

/** Source: pkg/registry/rbac/clusterrolebinding/strategy.go, 1.36. */
export const clusterRoleBindings = define({
  group: 'rbac.authorization.k8s.io',
  resource: 'clusterrolebindings',
  kind: 'ClusterRoleBinding',
  namespaced: false,
  nameRule: pathSegmentName,
  strategy: {
    setDefaults: setBindingDefaults,
    validate: validateBinding,
    validateUpdate: validateBindingUpdate,
    allowCreateOnUpdate: true,
    allowUnconditionalUpdate: true,
  },
  table: bindingTable('clusterRoleBinding'),
});
