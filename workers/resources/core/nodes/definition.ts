import { define } from '../../define';
import { nodeStrategy } from './strategy';
import { nodeTable } from './table';
import type { Node } from './types';

export const nodes = define({
  group: '',
  resource: 'nodes',
  kind: 'Node',
  shortNames: ['no'],
  namespaced: false,
  hasStatus: true,
  subresources: [{ name: 'proxy', kind: 'NodeProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  fields: (object) => ({ 'spec.unschedulable': `${(object as unknown as Node).spec?.unschedulable ?? false}` }),
  strategy: nodeStrategy,
  table: nodeTable,
});
