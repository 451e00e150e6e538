import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import { secretStrategy } from './strategy';
import type { Secret } from './types';

export const secrets = define({
  group: '',
  resource: 'secrets',
  kind: 'Secret',
  fields: (object) => ({ type: (object as unknown as Secret).type ?? '' }),
  strategy: secretStrategy,
  table: {
    columns: [NAME_COLUMN, column('Type', textOf('core.v1.Secret.type')), column('Data', textOf('core.v1.Secret.data')), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, type, data } = object as unknown as Secret;
      return [metadata.name, type ?? '', Object.keys(data ?? {}).length, age(metadata.creationTimestamp, nowMs)];
    },
  },
});
