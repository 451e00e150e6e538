import { formatLabelSelector } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import { define } from '../../define';
import { selectorScale } from '../../scale';
import { AGE_COLUMN, NAME_COLUMN, age, column, containerImages, containerNames, wide } from '../../table';
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
  strategy: deploymentStrategy,
  table: {
    columns: [
      NAME_COLUMN,
      column('Ready', 'Ready pods, of those wanted.'),
      column('Up-to-date', 'Pods of the newest template.'),
      column('Available', 'Pods that have been ready for long enough.'),
      AGE_COLUMN,
      wide('Containers', 'Names of the containers.'),
      wide('Images', 'Images of the containers.'),
      wide('Selector', 'Labels of its pods.'),
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
        formatLabelSelector(spec?.selector as LabelSelector | undefined),
      ];
    },
  },
});
