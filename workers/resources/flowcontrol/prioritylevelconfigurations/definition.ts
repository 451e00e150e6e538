import { define } from '../../define';
import type { Draft } from '../../definition';
import { statusApart } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import { validateFlowStatus } from '../flowschemas/validation';
import type { PriorityLevelConfiguration } from './types';
import { validatePriorityLevelConfiguration } from './validation';

/** Stored, not acted upon. Source: pkg/registry/flowcontrol/prioritylevelconfiguration/strategy.go, 1.36. */
export const priorityLevelConfigurations = define({
  group: 'flowcontrol.apiserver.k8s.io',
  resource: 'prioritylevelconfigurations',
  kind: 'PriorityLevelConfiguration',
  namespaced: false,
  hasStatus: true,
  strategy: {
    setDefaults,
    ...statusApart(() => ({}), true),
    hasGeneration: true,
    validate: validatePriorityLevelConfiguration,
    validateUpdate: validatePriorityLevelConfiguration,
    validateStatusUpdate: validateFlowStatus,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Type', textOf('flowcontrol.v1.PriorityLevelConfigurationSpec.type')),
      column('NominalConcurrencyShares', textOf('flowcontrol.v1.LimitedPriorityLevelConfiguration.nominalConcurrencyShares')),
      column('Queues', textOf('flowcontrol.v1.QueuingConfiguration.queues')),
      column('HandSize', textOf('flowcontrol.v1.QueuingConfiguration.handSize')),
      column('QueueLengthLimit', textOf('flowcontrol.v1.QueuingConfiguration.queueLengthLimit')),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as PriorityLevelConfiguration;
      const { queues = NONE, handSize = NONE, queueLengthLimit = NONE } = spec?.limited?.limitResponse?.queuing ?? {};
      const shares = spec?.limited?.nominalConcurrencyShares ?? NONE;
      return [metadata.name, spec?.type, shares, queues, handSize, queueLengthLimit, age(metadata.creationTimestamp, nowMs)];
    },
  },
});

const NONE = '<none>';

/** Source: pkg/apis/flowcontrol/v1/defaults.go. */
function setDefaults(draft: Draft): void {
  const spec = (draft.spec ??= {});
  if (spec.exempt) {
    spec.exempt.nominalConcurrencyShares ??= 0;
    spec.exempt.lendablePercent ??= 0;
  }
  if (!spec.limited) return;
  spec.limited.nominalConcurrencyShares ??= 30;
  spec.limited.lendablePercent ??= 0;
  spec.limited.limitResponse ??= {};
  const { queuing } = spec.limited.limitResponse;
  if (!queuing) return;
  queuing.queues ||= 64;
  queuing.handSize ||= 8;
  queuing.queueLengthLimit ||= 50;
}
