/** The claim that an ephemeral volume makes (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go, 1.36). */
import { forbiddenField } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { printed } from '../../../schema/emptied';
import { validateClaimSpec } from '../../persistentvolumeclaims/spec';
import { validateAnnotations, validateLabels } from '../../../validation/labels';
import type { PodSpec } from './pod-spec';

type Template = NonNullable<NonNullable<NonNullable<PodSpec['volumes']>[number]['ephemeral']>['volumeClaimTemplate']>;

/** As Go's names read with a small letter at their start. */
const REFUSED = [
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uID',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'ownerReferences',
  'finalizers',
  'managedFields',
] as const;

/** Only labels and annotations of the template's metadata count. */
export function validateClaimTemplate({ metadata, spec }: Template, field: string, errors: FieldError[]): void {
  const at = `${field}.metadata`;
  validateAnnotations(metadata?.annotations as Record<string, string> | undefined, `${at}.annotations`, errors);
  validateLabels(metadata?.labels as Record<string, string> | undefined, `${at}.labels`, errors);
  for (const name of REFUSED) {
    const value: unknown = name === 'uID' ? metadata?.uid : printed(metadata, name);
    if (name === 'deletionGracePeriodSeconds' ? value !== null : value) errors.push(forbiddenField(`${at}.${name}`, 'cannot be set'));
  }
  validateClaimSpec(spec ?? {}, `${field}.spec`, errors);
}
