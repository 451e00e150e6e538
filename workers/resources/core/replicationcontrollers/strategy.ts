/** Source: k8s.io/kubernetes/pkg/registry/core/replicationcontroller/strategy.go and pkg/apis/core/v1/defaults.go, 1.36. */
import { setPodTemplateDefaults } from '../pods/defaults';
import { namedTemplateWarnings, templateWarnings } from '../pods/warnings';
import { deepEqual } from '../../../lib/equal';
import type { Draft, Strategy } from '../../definition';
import { keepOtherHalf, separateStatus } from '../../strategy';
import { checkReplicaCounts } from '../../validation/status-counts';
import { validateReplicationController } from './validation';

export const replicationControllerStrategy: Strategy = {
  setDefaults: (draft) => {
    const spec = (draft.spec ??= {});
    spec.replicas ??= 1;
    if (!spec.template) return;
    setPodTemplateDefaults(spec.template);
    const labels = spec.template.metadata.labels;
    if (labels && Object.keys(labels).length > 0) spec.selector ??= { ...labels };
    shareLabels(draft);
  },
  ...separateStatus(() => ({ replicas: 0 })),
  prepareForUpdate: (draft, before, context) => {
    keepOtherHalf(draft, before, context);
    shareLabels(draft);
  },
  hasGeneration: true,
  validate: validateReplicationController,
  validateUpdate: validateReplicationController,
  validateStatusUpdate: checkReplicaCounts,
  // Upstream tells of a change what is wrong with the template as it was.
  warnings: (object, before) => {
    if (!before) return namedTemplateWarnings(object, before);
    return deepEqual(object.spec, before.spec) ? [] : templateWarnings(before, undefined);
  },
  defaultPropagation: 'Orphan',
  allowUnconditionalUpdate: true,
};

/** A controller without labels has those of its pods. */
function shareLabels({ metadata, spec }: Draft): void {
  const labels: object | undefined = spec.template?.metadata?.labels;
  if (labels && Object.keys(labels).length > 0) metadata.labels ??= { ...labels };
}
