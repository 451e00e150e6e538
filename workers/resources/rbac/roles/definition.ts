import { pathSegmentName } from '../../../api/names';
import { define } from '../../define';
import { CREATED_COLUMN, NAME_COLUMN } from '../../table';
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
  table: {
    columns: [NAME_COLUMN, CREATED_COLUMN],
    row: ({ metadata }) => [metadata?.name, metadata?.creationTimestamp],
  },
});
