import { formatLabelSelector } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import { define } from '../../define';
import { selectorScale } from '../../scale';
import { AGE_COLUMN, NAME_COLUMN, age, column, containerImages, containerNames, wide } from '../../table';
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
      column('Desired', 'Pods wanted.', 'integer'),
      column('Current', 'Pods there are.', 'integer'),
      column('Ready', 'Pods that are ready.', 'integer'),
      AGE_COLUMN,
      wide('Containers', 'Names of the containers.'),
      wide('Images', 'Images of the containers.'),
      wide('Selector', 'Labels of its pods.'),
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
