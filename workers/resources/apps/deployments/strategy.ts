/** Source: k8s.io/kubernetes/pkg/registry/apps/deployment/strategy.go and pkg/apis/apps/v1/defaults.go, 1.36. */
import { setPodTemplateDefaults } from '../../core/pods/defaults';
import { namedTemplateWarnings } from '../../core/pods/warnings';
import type { Draft, Strategy } from '../../definition';
import { keepOtherHalf } from '../../strategy';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from './validation';

export const deploymentStrategy: Strategy = {
  setDefaults,
  prepareForCreate: (draft) => {
    draft.status = {};
  },
  prepareForUpdate: (draft, before, context) => {
    keepOtherHalf(draft, before, context);
    if (context.subresource === 'status') {
      draft.metadata.labels = before.metadata?.labels;
    }
  },
  hasGeneration: true,
  validate: validateDeployment,
  validateUpdate: validateDeploymentUpdate,
  validateStatusUpdate: validateDeploymentStatus,
  warnings: namedTemplateWarnings,
  allowUnconditionalUpdate: true,
};

function setDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  spec.replicas ??= 1;
  spec.strategy ??= {};
  const { strategy } = spec;
  strategy.type ||= 'RollingUpdate';
  if (strategy.type === 'RollingUpdate') {
    strategy.rollingUpdate ??= {};
    strategy.rollingUpdate.maxUnavailable ??= '25%';
    strategy.rollingUpdate.maxSurge ??= '25%';
  }
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  spec.template ??= { metadata: {}, spec: {} };
  setPodTemplateDefaults(spec.template);
}
