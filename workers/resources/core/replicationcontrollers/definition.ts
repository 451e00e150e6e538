import { declaredLongName } from '../../../api/names';
import { formatLabels } from '../../../api/labels';
import { define } from '../../define';
import { mapScale } from '../../scale';
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
import { replicationControllerStrategy } from './strategy';
import type { ReplicationController } from './types';

export const replicationControllers = define({
  group: '',
  resource: 'replicationcontrollers',
  kind: 'ReplicationController',
  shortNames: ['rc'],
  categories: ['all'],
  hasStatus: true,
  nameRule: declaredLongName,
  scale: mapScale,
  fields: (object) => ({ 'status.replicas': `${(object as unknown as ReplicationController).status?.replicas ?? 0}` }),
  strategy: replicationControllerStrategy,
  table: {
    columns: [
      NAME_COLUMN,
      column('Desired', textOf('core.v1.ReplicationControllerSpec.replicas'), 'integer'),
      column('Current', textOf('core.v1.ReplicationControllerStatus.replicas'), 'integer'),
      column('Ready', textOf('core.v1.ReplicationControllerStatus.readyReplicas'), 'integer'),
      AGE_COLUMN,
      CONTAINERS_COLUMN,
      IMAGES_COLUMN,
      wide('Selector', textOf('core.v1.ReplicationControllerSpec.selector')),
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
