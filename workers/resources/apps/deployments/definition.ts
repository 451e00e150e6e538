import { formatLabelSelector } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
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
import { ROLLBACK_TO, parseIntError } from '../integer-annotations';
import { deploymentStrategy } from './strategy';
import type { Deployment } from './types';

export const deployments = define({
  group: 'apps',
  resource: 'deployments',
  kind: 'Deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  hasStatus: true,
  scale: selectorScale,
  unconvertible: rollbackError,
  strategy: deploymentStrategy,
  table: {
    columns: [
      NAME_COLUMN,
      column('Ready', 'Number of the pod with ready state'),
      column('Up-to-date', textOf('apps.v1.DeploymentStatus.updatedReplicas')),
      column('Available', textOf('apps.v1.DeploymentStatus.availableReplicas')),
      AGE_COLUMN,
      CONTAINERS_COLUMN,
      IMAGES_COLUMN,
      wide('Selector', textOf('apps.v1.DeploymentSpec.selector')),
    ],
    row: (object, nowMs) => {
      const { metadata, spec, status } = object as unknown as Deployment;
      return [
        metadata.name,
        `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
        status?.updatedReplicas ?? 0,
        status?.availableReplicas ?? 0,
        age(metadata.creationTimestamp, nowMs),
        containerNames(spec?.template.spec),
        containerImages(spec?.template.spec),
        spec?.selector ? formatLabelSelector(spec.selector as LabelSelector) : '',
      ];
    },
  },
});

function rollbackError({ metadata }: AnyObject): string | undefined {
  const text = metadata?.annotations?.[ROLLBACK_TO];
  const why = text ? parseIntError(text) : undefined;
  return why && `failed to parse annotation[${ROLLBACK_TO}]=${text} as int64: ${why}`;
}
