/** Source: k8s.io/kubernetes/pkg/registry/apps/replicaset/strategy.go and pkg/apis/apps/v1/defaults.go, 1.36. */
import { setPodTemplateDefaults } from '../../core/pods/defaults';
import { namedTemplateWarnings } from '../../core/pods/warnings';
import type { Strategy } from '../../definition';
import { separateStatus } from '../../strategy';
import { checkReplicaCounts } from '../../validation/status-counts';
import { validateReplicaSet, validateReplicaSetUpdate } from './validation';

export const replicaSetStrategy: Strategy = {
  setDefaults: (draft) => {
    const spec = (draft.spec ??= {});
    spec.replicas ??= 1;
    spec.template ??= { metadata: {}, spec: {} };
    setPodTemplateDefaults(spec.template);
  },
  ...separateStatus(() => ({ replicas: 0 })),
  hasGeneration: true,
  validate: validateReplicaSet,
  validateUpdate: validateReplicaSetUpdate,
  validateStatusUpdate: checkReplicaCounts,
  warnings: namedTemplateWarnings,
  allowUnconditionalUpdate: true,
};
