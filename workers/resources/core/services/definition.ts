import { dnsLabelName } from '../../../api/names';
import { define } from '../../define';
import { serviceStrategy } from './strategy';
import { serviceTable } from './table';
import type { Service } from './types';

export const services = define({
  group: '',
  resource: 'services',
  kind: 'Service',
  shortNames: ['svc'],
  categories: ['all'],
  hasStatus: true,
  subresources: [{ name: 'proxy', kind: 'ServiceProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] }],
  nameRule: dnsLabelName,
  fields: (object) => {
    const { spec } = object as unknown as Service;
    return { 'spec.clusterIP': spec?.clusterIP ?? '', 'spec.type': spec?.type ?? '' };
  },
  strategy: serviceStrategy,
  table: serviceTable,
});
