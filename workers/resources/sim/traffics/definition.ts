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
      const { metadata, spec } = object as unknown as Traffic;
      return [
        metadata.name,
        `${spec.service.namespace}/${spec.service.name}`,
        spec.requestsPerSecond,
        age(metadata.creationTimestamp, nowMs),
      ];
    },
  },
});
