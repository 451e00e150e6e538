import { define } from '../../define';
import { statusApart } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import type { FlowSchema } from './types';
import { validateFlowSchema, validateFlowStatus } from './validation';

/** Stored, not acted upon: no request waits for another. Source: pkg/registry/flowcontrol/flowschema/strategy.go, 1.36. */
export const flowSchemas = define({
  group: 'flowcontrol.apiserver.k8s.io',
  resource: 'flowschemas',
  kind: 'FlowSchema',
  namespaced: false,
  hasStatus: true,
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
      draft.spec.matchingPrecedence ||= 1000;
      draft.spec.priorityLevelConfiguration ??= {};
    },
    ...statusApart(() => ({}), true),
    hasGeneration: true,
    validate: validateFlowSchema,
    validateUpdate: validateFlowSchema,
    validateStatusUpdate: validateFlowStatus,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('PriorityLevel', textOf('flowcontrol.v1.PriorityLevelConfigurationReference.name')),
      column('MatchingPrecedence', textOf('flowcontrol.v1.FlowSchemaSpec.matchingPrecedence')),
      column('DistinguisherMethod', textOf('flowcontrol.v1.FlowSchemaSpec.distinguisherMethod')),
      AGE_COLUMN,
      column('MissingPL', 'references a broken or non-existent PriorityLevelConfiguration'),
    ],
    row: (object, nowMs) => {
      const { metadata, spec, status } = object as unknown as FlowSchema;
      const dangling = status?.conditions?.find(({ type }) => type === 'Dangling')?.status ?? '?';
      const precedence = spec?.matchingPrecedence ?? 0;
      const method = spec?.distinguisherMethod?.type ?? '<none>';
      return [metadata.name, spec?.priorityLevelConfiguration.name, precedence, method, age(metadata.creationTimestamp, nowMs), dangling];
    },
  },
});
