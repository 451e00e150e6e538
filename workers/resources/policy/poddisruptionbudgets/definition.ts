import { pathSegmentName } from '../../../api/names';
import { define } from '../../define';
import { separateStatus } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { PodDisruptionBudget } from './types';
import { validateBudgetStatus, validatePodDisruptionBudget } from './validation';

/** Source: pkg/registry/policy/poddisruptionbudget/strategy.go, 1.36. */
export const podDisruptionBudgets = define({
  group: 'policy',
  resource: 'poddisruptionbudgets',
  kind: 'PodDisruptionBudget',
  shortNames: ['pdb'],
  hasStatus: true,
  nameRule: pathSegmentName,
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
    },
    ...separateStatus(() => ({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 })),
    hasGeneration: true,
    plainMetadata: true,
    validate: validatePodDisruptionBudget,
    validateUpdate: validatePodDisruptionBudget,
    validateStatusUpdate: validateBudgetStatus,
    allowUnconditionalUpdate: false,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Min Available', 'The minimum number of pods that must be available.'),
      column('Max Unavailable', 'The maximum number of pods that may be unavailable.'),
      column('Allowed Disruptions', 'Calculated number of pods that may be disrupted at this time.', 'integer'),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, spec, status } = object as unknown as PodDisruptionBudget;
      return [
        metadata.name,
        `${spec?.minAvailable ?? 'N/A'}`,
        `${spec?.maxUnavailable ?? 'N/A'}`,
        status?.disruptionsAllowed ?? 0,
        age(metadata.creationTimestamp, nowMs),
      ];
    },
  },
});
