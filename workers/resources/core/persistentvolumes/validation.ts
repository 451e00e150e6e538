/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolume, 1.36. */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { canonicalQuantity, parseQuantity } from '../../../api/quantity';
import { deepEqual } from '../../../lib/equal';
import { validateNodeSelectorTerms } from '../pods/validation/affinity';
import { pushInvalid } from '../../validation/labels';
import { printed } from '../../schema/emptied';
import { diffOf, internalForm } from '../../schema/internal-form';
import { SOURCES, validateSources } from './sources';
import type { PersistentVolume } from './types';

type Spec = NonNullable<PersistentVolume['spec']>;

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];
const POLICIES = ['Delete', 'Recycle', 'Retain'];
const UNIT = 10n ** 9n;
const INLINE = 'may not be specified in the context of inline volumes';

export function validatePersistentVolume(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  validatePersistentVolumeSpec(((object as unknown as PersistentVolume).spec ?? {}) as Spec, false, 'spec', errors);
  return errors;
}

/** `inline`: the volume is part of an attachment, so that there is no object with a claim and a size. */
export function validatePersistentVolumeSpec(spec: Spec, inline: boolean, field: string, errors: FieldError[]): void {
  const notInline = (part: keyof Spec, given: unknown = spec[part]) => {
    if (inline && given) errors.push(forbiddenField(`${field}.${part}`, INLINE));
  };
  notInline('claimRef');
  notInline('capacity', Object.keys(spec.capacity ?? {}).length);
  if (inline && !spec.csi) errors.push(required(`${field}.csi`, 'has to be specified in the context of inline volumes'));
  validateAccessModes(spec.accessModes, field, errors);
  if (!inline) validateCapacity(spec, errors);
  const { persistentVolumeReclaimPolicy: policy, storageClassName } = spec;
  notInline('persistentVolumeReclaimPolicy');
  if (policy && !POLICIES.includes(policy)) errors.push(notSupported(`${field}.persistentVolumeReclaimPolicy`, policy, POLICIES));
  notInline('nodeAffinity');
  if (spec.nodeAffinity?.required && !inline) {
    validateNodeSelectorTerms(spec.nodeAffinity.required.nodeSelectorTerms, `${field}.nodeAffinity.required`, errors);
  } else if (spec.nodeAffinity && !inline) {
    errors.push(required(`${field}.nodeAffinity.required`, 'must specify required node constraints'));
  }
  validateSources(spec, field, errors);
  if (policy === 'Recycle' && spec.hostPath?.path === '/') {
    errors.push(forbiddenField(`${field}.persistentVolumeReclaimPolicy`, "may not be 'recycle' for a hostPath mount of '/'"));
  }
  if (storageClassName && inline) errors.push(forbiddenField(`${field}.storageClassName`, INLINE));
  else if (storageClassName) pushInvalid(errors, `${field}.storageClassName`, storageClassName, isDns1123Subdomain(storageClassName));
  if (spec.volumeMode !== undefined && !VOLUME_MODES.includes(spec.volumeMode)) {
    errors.push(notSupported(`${field}.volumeMode`, spec.volumeMode, VOLUME_MODES));
  }
  validateAttributesClass(spec, inline, field, errors);
}

function validateAttributesClass(
  { volumeAttributesClassName: name, csi }: Spec,
  inline: boolean,
  field: string,
  errors: FieldError[],
): void {
  const at = `${field}.volumeAttributesClassName`;
  if (name === undefined) return;
  if (inline) errors.push(forbiddenField(at, INLINE));
  if (name === '') errors.push(required(at, 'an empty string is disallowed'));
  else pushInvalid(errors, at, name, isDns1123Subdomain(name));
  if (!csi) errors.push(required(`${field}.csi`, 'has to be specified when using volumeAttributesClassName'));
}

/** Upstream checks the new object twice here, and every cause is told twice. */
export function validatePersistentVolumeUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = [...validatePersistentVolume(object), ...validatePersistentVolume(object)];
  const after = ((object as unknown as PersistentVolume).spec ?? {}) as Spec;
  const stored = ((before as unknown as PersistentVolume).spec ?? {}) as Spec;
  if (SOURCES.some((source) => !deepEqual(after[source], stored[source]))) {
    errors.push(
      forbiddenField(
        'spec.persistentvolumesource',
        `spec.persistentvolumesource is immutable after creation\n${shownChange(stored, after)}`,
      ),
    );
  }
  if (stored.nodeAffinity && !deepEqual(after.nodeAffinity, stored.nodeAffinity)) {
    const text = 'field is immutable, except for updating from beta label to GA';
    errors.push(invalid('nodeAffinity', internalForm(after.nodeAffinity, 'VolumeNodeAffinity'), text));
  }
  if (after.volumeMode !== stored.volumeMode) {
    errors.push(invalid('volumeMode', after.volumeMode ?? null, 'field is immutable'));
  }
  return errors;
}

function validateAccessModes(modes: readonly string[] | undefined, field: string, errors: FieldError[]): void {
  const at = `${field}.accessModes`;
  if (!modes?.length) errors.push(required(at));
  for (const mode of modes ?? []) if (!ACCESS_MODES.includes(mode)) errors.push(notSupported(at, mode, ACCESS_MODES));
  if (modes?.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode))) {
    errors.push(forbiddenField(at, 'may not use ReadWriteOncePod with other access modes'));
  }
}

function validateCapacity(spec: Spec, errors: FieldError[]): void {
  const amounts = (spec.capacity ?? {}) as Readonly<Record<string, string>>;
  const names = Object.keys(amounts);
  if (names.length === 0) errors.push(required('spec.capacity'));
  if (names.length !== 1 || amounts.storage === undefined)
    errors.push(notSupported('spec.capacity', printed(spec, 'capacity'), ['storage']));
  for (const [name, amount] of Object.entries(amounts)) {
    const nano = parseQuantity(amount)?.nano ?? 0n;
    const field = `spec.capacity[${name}]`;
    if (nano < 0n) errors.push(invalid(field, Number(nano / UNIT), 'must be a valid resource quantity'));
    if (nano <= 0n) errors.push(invalid(field, canonicalQuantity(amount), 'must be greater than zero'));
  }
}

function shownChange(before: Spec, after: Spec): string {
  return diffOf(internalForm(before, 'PersistentVolumeSource'), internalForm(after, 'PersistentVolumeSource'));
}
