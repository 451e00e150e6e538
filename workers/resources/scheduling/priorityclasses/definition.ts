import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import type { PriorityClass } from './types';
import { validatePriorityClass, validatePriorityClassUpdate } from './validation';

export const priorityClasses = define({
  group: 'scheduling.k8s.io',
  resource: 'priorityclasses',
  kind: 'PriorityClass',
  shortNames: ['pc'],
  namespaced: false,
  strategy: {
    setDefaults: (draft) => {
      draft.preemptionPolicy ??= 'PreemptLowerPriority';
      draft.value ??= 0;
    },
    prepareForCreate: (draft) => {
      draft.metadata.generation = 1;
    },
    validate: validatePriorityClass,
    validateUpdate: validatePriorityClassUpdate,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Value', textOf('scheduling.v1.PriorityClass.value'), 'integer'),
      column('Global-Default', textOf('scheduling.v1.PriorityClass.globalDefault'), 'boolean'),
      AGE_COLUMN,
      column('PreemptionPolicy', textOf('scheduling.v1.PriorityClass.preemptionPolicy')),
    ],
    row: (object, nowMs) => {
      const { metadata, value, globalDefault, preemptionPolicy } = object as unknown as PriorityClass;
      return [metadata.name, value, globalDefault ?? false, age(metadata.creationTimestamp, nowMs), preemptionPolicy ?? ''];
    },
  },
});
