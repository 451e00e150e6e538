import { define } from '../../define';
import { setAutoscalerDefaults } from './defaults';
import { autoscalerTable } from './table';
import type { Draft } from '../../definition';
import { METRICS, withoutAnnotations } from './v1-annotations';
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
    setDefaults: (draft) => {
      dropAnnotations(draft.metadata);
      setAutoscalerDefaults(draft);
    },
    ...separateStatus(() => ({ desiredReplicas: 0, currentMetrics: null })),
    validate: validateAutoscaler,
    validateUpdate: validateAutoscaler,
    validateStatusUpdate: checkCounts({ notNegative: ['currentReplicas', 'desiredReplicas'] }),
    allowUnconditionalUpdate: true,
  },
  table: autoscalerTable,
});

/** What autoscaling/v1 writes as annotations is in fields here (source: DropRoundTripHorizontalPodAutoscalerAnnotations). */
function dropAnnotations(metadata: Draft['metadata']): void {
  if (!metadata.annotations) return;
  const { [METRICS]: _metrics, ...annotations } = withoutAnnotations(metadata.annotations);
  if (Object.keys(annotations).length > 0) metadata.annotations = annotations;
  else delete metadata.annotations;
}
