import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import type { ConfigMap } from './types';
import { validateConfigMap, validateConfigMapUpdate } from './validation';

export const configMaps = define({
  group: '',
  resource: 'configmaps',
  kind: 'ConfigMap',
  shortNames: ['cm'],
  strategy: { validate: validateConfigMap, validateUpdate: validateConfigMapUpdate, allowUnconditionalUpdate: true },
  table: {
    columns: [NAME_COLUMN, column('Data', textOf('core.v1.ConfigMap.data')), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, data, binaryData } = object as unknown as ConfigMap;
      return [metadata.name, Object.keys(data ?? {}).length + Object.keys(binaryData ?? {}).length, age(metadata.creationTimestamp, nowMs)];
    },
  },
});
