import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age } from '../../table';

export const serviceAccounts = define({
  group: '',
  resource: 'serviceaccounts',
  kind: 'ServiceAccount',
  shortNames: ['sa'],
  subresources: [{ name: 'token', kind: 'TokenRequest', group: 'authentication.k8s.io', version: 'v1', verbs: ['create'] }],
  strategy: { allowUnconditionalUpdate: true, deleteReturnsObject: true },
  table: { columns: [NAME_COLUMN, AGE_COLUMN], row: ({ metadata }, nowMs) => [metadata?.name, age(metadata?.creationTimestamp, nowMs)] },
});
