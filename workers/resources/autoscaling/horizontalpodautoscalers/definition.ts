import { define } from '../../define';
import { setAutoscalerDefaults } from './defaults';
import { autoscalerTable } from './table';
import { separateStatus } from '../../strategy';
import { checkCounts } from '../../validation/status-counts';
import { validateAutoscaler } from './validation';

/** autoscaling/v2; stored, not acted upon. */
export const horizontalPodAutoscalers = define({
  group: 'autoscaling',
  version: 'v2',
  resource: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  shortNames: ['hpa'],
  categories: ['all'],
  hasStatus: true,
  strategy: {
    setDefaults: setAutoscalerDefaults,
    ...separateStatus(() => ({ desiredReplicas: 0, currentMetrics: null })),
    validate: validateAutoscaler,
    validateUpdate: validateAutoscaler,
    validateStatusUpdate: checkCounts({ notNegative: ['currentReplicas', 'desiredReplicas'] }),
    allowUnconditionalUpdate: true,
  },
  table: autoscalerTable,
});
