import { pathSegmentName } from '../../../api/names';
import { define } from '../../define';
import { NAME_AND_CREATED } from '../../table';
import { validateRole } from '../validation';

/** Source: pkg/registry/rbac/role/strategy.go, 1.36. */
export const roles = define({
  group: 'rbac.authorization.k8s.io',
  resource: 'roles',
  kind: 'Role',
  namespaced: true,
  nameRule: pathSegmentName,
  strategy: {
    setDefaults: (draft) => {
      draft.rules ??= null;
    },
    validate: validateRole,
    allowCreateOnUpdate: true,
    allowUnconditionalUpdate: true,
  },
  table: NAME_AND_CREATED,
});
