import { forbiddenField } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import { validateParameters, validateProvisioner } from '../storageclasses/validation';
import type { VolumeAttributesClass } from './types';

/** Stored, not acted upon. Source: pkg/registry/storage/volumeattributesclass/strategy.go, 1.36. */
export const volumeAttributesClasses = define({
  group: 'storage.k8s.io',
  resource: 'volumeattributesclasses',
  kind: 'VolumeAttributesClass',
  shortNames: ['vac'],
  namespaced: false,
  strategy: {
    validate,
    validateUpdate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [NAME_COLUMN, column('DriverName', textOf('storage.v1.VolumeAttributesClass.driverName')), AGE_COLUMN],
    row: (object, nowMs) => {
      const { metadata, driverName } = object as unknown as VolumeAttributesClass;
      return [metadata.name, driverName, age(metadata.creationTimestamp, nowMs)];
    },
  },
});

function validate(object: AnyObject): FieldError[] {
  const { driverName, parameters } = object as unknown as VolumeAttributesClass;
  const errors: FieldError[] = [];
  validateProvisioner(driverName, 'driverName', errors);
  validateParameters(parameters, false, errors);
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const after = object as unknown as VolumeAttributesClass;
  const stored = before as unknown as VolumeAttributesClass;
  const errors: FieldError[] = [];
  if (after.driverName !== stored.driverName) errors.push(forbiddenField('driverName', 'updates to driverName are forbidden.'));
  if (!deepEqual(after.parameters ?? {}, stored.parameters ?? {})) {
    errors.push(forbiddenField('parameters', 'updates to parameters are forbidden.'));
  }
  return errors;
}
