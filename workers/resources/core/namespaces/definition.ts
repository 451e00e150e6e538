import { dnsLabelName } from '../../../api/names';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import { namespaceStrategy } from './strategy';
import type { Namespace } from './types';

export const namespaces = define({
  group: '',
  resource: 'namespaces',
  kind: 'Namespace',
  shortNames: ['ns'],
  namespaced: false,
  hasStatus: true,
  subresources: [{ name: 'finalize', kind: 'Namespace', verbs: ['update'] }],
  nameRule: dnsLabelName,
  fields: (object) => ({ 'status.phase': (object as unknown as Namespace).status?.phase ?? '' }),
  strategy: namespaceStrategy,
  table: {
    columns: [NAME_COLUMN, column('Status', 'The status of the namespace'), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, status } = object as unknown as Namespace;
      return [metadata.name, status?.phase ?? '', age(metadata.creationTimestamp, nowMs)];
    },
  },
});
