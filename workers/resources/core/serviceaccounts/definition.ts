import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age } from '../../table';

export const serviceAccounts = define({
  group: '',
  resource: 'serviceaccounts',
  kind: 'ServiceAccount',
  shortNames: ['sa'],
  strategy: { allowUnconditionalUpdate: true, deleteReturnsObject: true },
  table: { columns: [NAME_COLUMN, AGE_COLUMN], row: ({ metadata }, nowMs) => [metadata?.name, age(metadata?.creationTimestamp, nowMs)] },
});
