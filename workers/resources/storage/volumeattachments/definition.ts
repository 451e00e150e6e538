import { forbiddenField, invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { define } from '../../define';
import { internalForm } from '../../schema/internal-form';
import { statusApart } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf } from '../../table';
import { pushInvalid } from '../../validation/labels';
import { defaultVolumeSource } from '../../core/pods/defaults';
import { validatePersistentVolumeSpec } from '../../core/persistentvolumes/validation';
import { validateDriverName } from '../csinodes/validation';
import type { VolumeAttachment } from './types';

/** Stored, not acted upon. Source: pkg/registry/storage/volumeattachment/strategy.go and pkg/apis/storage/validation/validation.go, 1.36. */
export const volumeAttachments = define({
  group: 'storage.k8s.io',
  resource: 'volumeattachments',
  kind: 'VolumeAttachment',
  namespaced: false,
  hasStatus: true,
  strategy: {
    setDefaults: ({ spec }) => {
      const inline = spec?.source?.inlineVolumeSpec;
      if (inline) defaultVolumeSource(inline);
    },
    ...statusApart(() => ({ attached: false })),
    validate,
    validateUpdate,
    allowUnconditionalUpdate: false,
    deleteReturnsObject: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      { ...column('Attacher', textOf('storage.v1.VolumeAttachmentSpec.attacher')), format: 'name' },
      column('PV', textOf('storage.v1.VolumeAttachmentSource.persistentVolumeName')),
      column('Node', textOf('storage.v1.VolumeAttachmentSpec.nodeName')),
      column('Attached', textOf('storage.v1.VolumeAttachmentStatus.attached'), 'boolean'),
      AGE_COLUMN,
    ],
    row: (object, nowMs) => {
      const { metadata, spec, status } = object as unknown as VolumeAttachment;
      return [
        metadata.name,
        spec.attacher,
        spec.source?.persistentVolumeName ?? '',
        spec.nodeName,
        status?.attached ?? false,
        age(metadata.creationTimestamp, nowMs),
      ];
    },
  },
});

function validate(object: AnyObject): FieldError[] {
  const spec: Partial<VolumeAttachment['spec']> = (object as unknown as VolumeAttachment).spec ?? {};
  const errors: FieldError[] = [];
  validateDriverName(spec.attacher ?? '', 'spec.attacher', errors);
  const { persistentVolumeName: name, inlineVolumeSpec: inline } = spec.source ?? {};
  const text = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';
  if (name !== undefined && inline !== undefined) errors.push(forbiddenField('spec.source', text));
  if (name === undefined && inline === undefined) errors.push(required('spec.source', text));
  if (inline && name === undefined) validatePersistentVolumeSpec(inline, true, 'spec.source.inlineVolumeSpec', errors);
  const field = 'spec.source.persistentVolumeName';
  if (name === '' && inline === undefined) errors.push(required(field, 'must specify non empty persistentVolumeName'));
  pushInvalid(errors, 'spec.nodeName', spec.nodeName ?? '', isDns1123Subdomain(spec.nodeName ?? ''));
  if (name !== undefined) pushInvalid(errors, field, name, isDns1123Subdomain(name));
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { spec } = object as unknown as VolumeAttachment;
  return deepEqual(spec, (before as unknown as VolumeAttachment).spec)
    ? []
    : [invalid('spec', internalForm(spec ?? {}, 'VolumeAttachmentSpec'), 'field is immutable')];
}
