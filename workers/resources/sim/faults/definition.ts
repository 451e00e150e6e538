import { define } from '../../define';
import { separateStatus } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column, wide } from '../../table';
import type { Fault } from './types';
import { validateFault } from './validation';

export const faults = define({
  group: 'sim.kubarium.dev',
  version: 'v1alpha1',
  resource: 'faults',
  kind: 'Fault',
  namespaced: false,
  hasStatus: true,
  fields: (object) => ({ 'spec.type': (object as unknown as Fault).spec.type }),
  strategy: {
    ...separateStatus(() => ({ phase: 'Pending' })),
    hasGeneration: true,
    validate: validateFault,
    validateUpdate: validateFault,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Type', 'What breaks.'),
      column('Target', 'Where.'),
      column('Phase', 'Whether it acts now.'),
      AGE_COLUMN,
      wide('Message', 'What it did.'),
    ],
    row: (object, nowMs) => {
      const { metadata, spec, status } = object as unknown as Omit<Fault, 'spec'> & Partial<Fault>;
      const { kind = '', name, namespace } = spec?.target ?? {};
      const target = `${kind.toLowerCase()}/${namespace ? `${namespace}/` : ''}${name ?? '*'}`;
      return [metadata.name, spec?.type ?? '', target, status?.phase ?? '', age(metadata.creationTimestamp, nowMs), status?.message ?? ''];
    },
  },
});
