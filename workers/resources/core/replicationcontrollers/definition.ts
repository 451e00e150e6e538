import { formatLabels } from '../../../api/labels';
import { define } from '../../define';
import { mapScale } from '../../scale';
import { AGE_COLUMN, NAME_COLUMN, age, column, containerImages, containerNames, wide } from '../../table';
import { replicationControllerStrategy } from './strategy';
import type { ReplicationController } from './types';

export const replicationControllers = define({
  group: '',
  resource: 'replicationcontrollers',
  kind: 'ReplicationController',
  shortNames: ['rc'],
  categories: ['all'],
  hasStatus: true,
  scale: mapScale,
  fields: (object) => ({ 'status.replicas': `${(object as unknown as ReplicationController).status?.replicas ?? 0}` }),
  strategy: replicationControllerStrategy,
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
      const { metadata, spec, status } = object as unknown as ReplicationController;
      return [
        metadata.name,
        spec?.replicas ?? 0,
        status?.replicas ?? 0,
        status?.readyReplicas ?? 0,
        age(metadata.creationTimestamp, nowMs),
        containerNames(spec?.template?.spec),
        containerImages(spec?.template?.spec),
        formatLabels(spec?.selector as Record<string, string> | undefined),
      ];
    },
  },
});
