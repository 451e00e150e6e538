import { formatLabelSelector } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import { define } from '../../define';
import { selectorScale } from '../../scale';
import {
  AGE_COLUMN,
  CONTAINERS_COLUMN,
  IMAGES_COLUMN,
  NAME_COLUMN,
  age,
  column,
  containerImages,
  containerNames,
  textOf,
  wide,
} from '../../table';
import { replicaSetStrategy } from './strategy';
import type { ReplicaSet } from './types';

export const replicaSets = define({
  group: 'apps',
  resource: 'replicasets',
  kind: 'ReplicaSet',
  shortNames: ['rs'],
  categories: ['all'],
  hasStatus: true,
  scale: selectorScale,
  strategy: replicaSetStrategy,
  table: {
    columns: [
      NAME_COLUMN,
      column('Desired', textOf('apps.v1.ReplicaSetSpec.replicas'), 'integer'),
      column('Current', textOf('apps.v1.ReplicaSetStatus.replicas'), 'integer'),
      column('Ready', textOf('apps.v1.ReplicaSetStatus.readyReplicas'), 'integer'),
      AGE_COLUMN,
      CONTAINERS_COLUMN,
      IMAGES_COLUMN,
      wide('Selector', textOf('apps.v1.ReplicaSetSpec.selector')),
    ],
    row: (object, nowMs) => {
      const { metadata, spec, status } = object as unknown as ReplicaSet;
      return [
        metadata.name,
        spec?.replicas ?? 0,
        status?.replicas ?? 0,
        status?.readyReplicas ?? 0,
        age(metadata.creationTimestamp, nowMs),
        containerNames(spec?.template?.spec),
        containerImages(spec?.template?.spec),
        formatLabelSelector(spec?.selector as LabelSelector | undefined),
      ];
    },
  },
});
