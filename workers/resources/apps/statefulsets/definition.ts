import { dnsLabelName } from '../../../api/names';
import { define } from '../../define';
import { selectorScale } from '../../scale';
import { AGE_COLUMN, CONTAINERS_COLUMN, IMAGES_COLUMN, NAME_COLUMN, age, column, containerImages, containerNames } from '../../table';
import { statefulSetStrategy } from './strategy';
import type { StatefulSet } from './types';

/** Stored, not acted upon. */
export const statefulSets = define({
  group: 'apps',
  resource: 'statefulsets',
  kind: 'StatefulSet',
  shortNames: ['sts'],
  categories: ['all'],
  hasStatus: true,
  scale: selectorScale,
  nameRule: dnsLabelName,
  strategy: statefulSetStrategy,
  table: {
    columns: [NAME_COLUMN, column('Ready', 'Number of the pod with ready state'), AGE_COLUMN, CONTAINERS_COLUMN, IMAGES_COLUMN],
    row: (object, nowMs) => {
      const { metadata, spec, status } = object as unknown as StatefulSet;
      const { template } = spec ?? {};
      return [
        metadata.name,
        `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
        age(metadata.creationTimestamp, nowMs),
        containerNames(template?.spec),
        containerImages(template?.spec),
      ];
    },
  },
});
