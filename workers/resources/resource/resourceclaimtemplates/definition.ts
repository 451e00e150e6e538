import { forbiddenField, invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSet } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { define } from '../../define';
import { AGE_COLUMN, NAME_COLUMN, age } from '../../table';
import { printed } from '../../schema/emptied';
import { internalForm, internalMetadata } from '../../schema/internal-form';
import { IMMUTABLE } from '../../validation/values';
import type { StrategyContext } from '../../definition';
import { validateAnnotations, validateLabels } from '../../validation/labels';
import { defaultDeviceClaim, validateAdminAccess, validateDeviceClaim } from '../devices';
import { isSame } from '../selectors';
import type { ResourceClaimTemplate } from './types';

/** Stored, not acted upon. Source: pkg/registry/resource/resourceclaimtemplate/strategy.go, 1.36. */
export const resourceClaimTemplates = define({
  group: 'resource.k8s.io',
  resource: 'resourceclaimtemplates',
  kind: 'ResourceClaimTemplate',
  strategy: {
    setDefaults: (draft) => {
      draft.spec ??= {};
      draft.spec.spec ??= {};
      draft.spec.spec.devices ??= {};
      defaultDeviceClaim(draft.spec.spec.devices);
    },
    authorize,
    validate,
    validateUpdate,
    allowUnconditionalUpdate: true,
    deleteReturnsObject: true,
  },
  table: {
    columns: [NAME_COLUMN, AGE_COLUMN],
    row: ({ metadata }, nowMs) => [metadata?.name, age(metadata?.creationTimestamp, nowMs)],
  },
});

/** Fields of the claims' metadata that a template may not decide, in the order they are refused; upstream spells uid so. */
const SERVER_FIELDS = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

function authorize(object: AnyObject, context: StrategyContext): FieldError[] {
  const { metadata, spec } = object as unknown as ResourceClaimTemplate;
  return validateAdminAccess(spec.spec.devices, metadata.namespace ?? '', context);
}

function validate(object: AnyObject): FieldError[] {
  const { spec } = object as unknown as ResourceClaimTemplate;
  const errors: FieldError[] = [];
  const claimMetadata = (spec.metadata ?? {}) as Readonly<Record<string, unknown>>;
  validateAnnotations(claimMetadata.annotations as LabelSet | undefined, 'spec.metadata.annotations', errors);
  validateLabels(claimMetadata.labels as LabelSet | undefined, 'spec.metadata.labels', errors);
  for (const name of SERVER_FIELDS) {
    if (printed(claimMetadata, name) !== null)
      errors.push(forbiddenField(`spec.metadata.${name === 'uid' ? 'uID' : name}`, 'cannot be set'));
  }
  validateDeviceClaim(spec.spec.devices, 'spec.spec.devices', errors);
  return errors;
}

function validateUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { spec } = object as unknown as ResourceClaimTemplate;
  if (isSame(spec, (before as unknown as ResourceClaimTemplate).spec)) return [];
  const shown = { ...internalMetadata(spec.metadata), Spec: internalForm(spec.spec, 'ResourceClaimSpec') };
  return [invalid('spec', shown, IMMUTABLE)];
}
