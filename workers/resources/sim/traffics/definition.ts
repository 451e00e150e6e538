import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { Traffic } from './types';
import { validateTraffic } from './validation';

export const traffics = define({
  group: 'sim.kubarium.dev',
  version: 'v1alpha1',
  resource: 'traffics',
  kind: 'Traffic',
  namespaced: false,
  strategy: {
    hasGeneration: true,
    validate: validateTraffic,
    validateUpdate: validateTraffic,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [NAME_COLUMN, column('Service', 'Who gets the requests.'), column('Rate', 'Requests per second.', 'number'), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, spec } = object as unknown as Omit<Traffic, 'spec'> & Partial<Traffic>;
      const { namespace = '', name = '' } = spec?.service ?? {};
      return [metadata.name, `${namespace}/${name}`, spec?.requestsPerSecond ?? 0, age(metadata.creationTimestamp, nowMs)];
    },
  },
});
