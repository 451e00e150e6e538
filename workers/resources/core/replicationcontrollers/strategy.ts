/** Source: k8s.io/kubernetes/pkg/registry/core/replicationcontroller/strategy.go and pkg/apis/core/v1/defaults.go, 1.36. */
import { setPodTemplateDefaults } from '../pods/defaults';
import type { Strategy } from '../../definition';
import { separateStatus } from '../../strategy';
import { validateReplicationController } from './validation';

export const replicationControllerStrategy: Strategy = {
  setDefaults: ({ metadata, spec }) => {
    if (spec) {
      spec.replicas ??= 1;
      if (!spec.template) {
        return;
      }
      setPodTemplateDefaults(spec.template);
      const labels = spec.template.metadata.labels;
      if (labels && Object.keys(labels).length > 0) {
        spec.selector ??= { ...labels };
        metadata.labels ??= { ...labels };
      }
    }
  },
  ...separateStatus(() => ({ replicas: 0 })),
  hasGeneration: true,
  validate: validateReplicationController,
  validateUpdate: validateReplicationController,
  defaultPropagation: 'Orphan',
  allowUnconditionalUpdate: true,
};
