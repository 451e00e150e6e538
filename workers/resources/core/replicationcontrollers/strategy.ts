/** Source: k8s.io/kubernetes/pkg/registry/core/replicationcontroller/strategy.go and pkg/apis/core/v1/defaults.go, 1.36. */
import { setPodTemplateDefaults } from '../pods/defaults';
import type { Strategy } from '../../definition';
import { separateStatus } from '../../strategy';

export const replicationControllerStrategy: Strategy = {
  setDefaults: ({ metadata, spec }) => {
    if (spec) {
      spec.replicas ??= 1;
      spec.template ??= { metadata: {}, spec: {} };
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
  defaultPropagation: 'Orphan',
  allowUnconditionalUpdate: true,
};
