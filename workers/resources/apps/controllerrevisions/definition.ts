import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { controllerOf } from '../../../api/meta';
import { rawText } from '../../schema/raw-extensions';
import { validateNonNegative } from '../../validation/values';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import type { ControllerRevision } from './types';

/** Source: pkg/registry/apps/controllerrevision/strategy.go and pkg/apis/apps/validation/validation.go, 1.36. */
export const controllerRevisions = define({
  group: 'apps',
  resource: 'controllerrevisions',
  kind: 'ControllerRevision',
  strategy: { validate, validateUpdate, allowUnconditionalUpdate: true },
  table: {
    columns: [
      NAME_COLUMN,
      column('Controller', 'Controller of the object'),
      column('Revision', textOf('apps.v1.ControllerRevision.revision')),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, revision } = object as unknown as ControllerRevision;
      const owner = controllerOf(object);
      const controller = owner
        ? `${owner.kind.toLowerCase()}${owner.apiVersion.includes('/') ? `.${owner.apiVersion.split('/')[0]}` : ''}/${owner.name}`
        : '<none>';
      return [metadata.name, controller, revision, age(metadata.creationTimestamp, nowMs)];
    },
  },
});

function validate(object: AnyObject): FieldError[] {
  const { data, revision } = object as unknown as ControllerRevision;
  const errors: FieldError[] = [];
  validateNonNegative(revision, 'revision', errors);
  if (data === undefined || data === null) {
    errors.push(required('data', 'data is mandatory'));
  } else if (typeof data !== 'object' || Array.isArray(data)) {
    errors.push(required('data', 'data must be a valid JSON object'));
  }
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { data, revision } = object as unknown as ControllerRevision;
  const errors: FieldError[] = [];
  validateNonNegative(revision, 'revision', errors);
  if (rawText(data) !== rawText((before as unknown as ControllerRevision).data)) {
    errors.push(invalid('data', data, 'field is immutable'));
  }
  return errors;
}
