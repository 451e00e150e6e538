/** Source: k8s.io/kubernetes/pkg/registry/core/replicationcontroller/strategy.go and pkg/apis/core/v1/defaults.go, 1.36. */
import { setPodTemplateDefaults } from '../pods/defaults';
import { namedTemplateWarnings } from '../pods/warnings';
import type { Strategy } from '../../definition';
import { separateStatus } from '../../strategy';
import { checkReplicaCounts } from '../../validation/status-counts';
import { validateReplicationController } from './validation';

export const replicationControllerStrategy: Strategy = {
  setDefaults: (draft) => {
    const spec = (draft.spec ??= {});
    spec.replicas ??= 1;
    if (!spec.template) return;
    setPodTemplateDefaults(spec.template);
    const labels = spec.template.metadata.labels;
    if (labels && Object.keys(labels).length > 0) {
      spec.selector ??= { ...labels };
      draft.metadata.labels ??= { ...labels };
    }
  },
  ...separateStatus(() => ({ replicas: 0 })),
  hasGeneration: true,
  validate: validateReplicationController,
  validateUpdate: validateReplicationController,
  validateStatusUpdate: checkReplicaCounts,
  warnings: namedTemplateWarnings,
  defaultPropagation: 'Orphan',
  allowUnconditionalUpdate: true,
};
