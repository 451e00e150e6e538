import { define } from '../../define';
import { NAME_COLUMN } from '../../table';

/** Stored, not acted upon. */
export const csiStorageCapacities = define({
  group: 'storage.k8s.io',
  resource: 'csistoragecapacities',
  kind: 'CSIStorageCapacity',
  strategy: { allowUnconditionalUpdate: false },
  table: {
    columns: [NAME_COLUMN, { name: 'Created At', type: 'date', format: '', description: 'When it was created.', priority: 0 }],
    row: ({ metadata }) => [metadata?.name, metadata?.creationTimestamp],
  },
});
