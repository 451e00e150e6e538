import { required } from '../../../api/field-error';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column } from '../../table';
import type { VolumeAttributesClass } from './types';

/** Stored, not acted upon. Source: pkg/registry/storage/volumeattributesclass/strategy.go, 1.36. */
export const volumeAttributesClasses = define({
  group: 'storage.k8s.io',
  resource: 'volumeattributesclasses',
  kind: 'VolumeAttributesClass',
  shortNames: ['vac'],
  namespaced: false,
  strategy: {
    validate: (object) => ((object as unknown as VolumeAttributesClass).driverName ? [] : [required('driverName')]),
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [NAME_COLUMN, column('DriverName', 'Driver of its volumes.'), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, driverName } = object as unknown as VolumeAttributesClass;
      return [metadata.name, driverName, age(metadata.creationTimestamp, nowMs)];
    },
  },
});
