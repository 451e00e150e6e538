/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolume, 1.36. */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { canonicalQuantity, parseQuantity, wholeUnits } from '../../../api/quantity';
import { deepEqual } from '../../../lib/equal';
import { validateNodeSelectorTerms } from '../pods/validation/affinity';
import { pushInvalid } from '../../validation/labels';
import { printed } from '../../schema/emptied';
import { diffOf, internalForm } from '../../schema/internal-form';
import { NODE_LABELS } from '../nodes/label-warnings';
import { SOURCES, validateSources } from './sources';
import type { PersistentVolume } from './types';

type Spec = NonNullable<PersistentVolume['spec']>;

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];
const POLICIES = ['Delete', 'Recycle', 'Retain'];
const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';
const MOUNTED_WITH_OPTIONS = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'nfs',
  'rbd',
  'quobyte',
  'iscsi',
  'cinder',
  'cephfs',
  'azureFile',
  'vsphereVolume',
  'azureDisk',
  'photonPersistentDisk',
] as const;
const INLINE = 'may not be specified in the context of inline volumes';

export function validatePersistentVolume(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  const spec = ((object as unknown as PersistentVolume).spec ?? {}) as Spec;
  validatePersistentVolumeSpec(spec, false, 'spec', errors);
  if (object.metadata?.annotations?.[MOUNT_OPTIONS] !== undefined && !MOUNTED_WITH_OPTIONS.some((source) => spec[source])) {
    errors.push(forbiddenField(`metadata.annotations.${MOUNT_OPTIONS}`, 'may not specify mount options for this volume type'));
  }
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
  if (policy && policy !== 'Retain' && inline) {
    errors.push(forbiddenField(`${field}.persistentVolumeReclaimPolicy`, 'may only be Retain in the context of inline volumes'));
  } else if (policy && !POLICIES.includes(policy)) errors.push(notSupported(`${field}.persistentVolumeReclaimPolicy`, policy, POLICIES));
  notInline('nodeAffinity');
  if (spec.nodeAffinity?.required && !inline) {
    validateNodeSelectorTerms(spec.nodeAffinity.required.nodeSelectorTerms, `${field}.nodeAffinity.required`, errors);
  } else if (spec.nodeAffinity && !inline) {
    errors.push(required(`${field}.nodeAffinity.required`, 'must specify required node constraints'));
  }
  const { nodeAffinity: _nodeAffinity, ...inPlace } = spec;
  validateSources(inline ? inPlace : spec, field, errors);
  if (policy === 'Recycle' && /^\/+$/.test(spec.hostPath?.path ?? '')) {
    errors.push(forbiddenField(`${field}.persistentVolumeReclaimPolicy`, "may not be 'recycle' for a hostPath mount of '/'"));
  }
  if (storageClassName && inline) errors.push(forbiddenField(`${field}.storageClassName`, INLINE));
  else if (storageClassName) pushInvalid(errors, `${field}.storageClassName`, storageClassName, isDns1123Subdomain(storageClassName));
  if (inline && spec.volumeMode !== undefined && spec.volumeMode !== 'Filesystem') {
    const text = 'may not specify volumeMode other than Filesystem in the context of inline volumes';
    errors.push(forbiddenField(`${field}.volumeMode`, text));
  } else if (spec.volumeMode !== undefined && !VOLUME_MODES.includes(spec.volumeMode)) {
    errors.push(notSupported(`${field}.volumeMode`, spec.volumeMode, VOLUME_MODES));
  }
  if (!inline) validateAttributesClass(spec, field, errors);
}

function validateAttributesClass({ volumeAttributesClassName: name, csi }: Spec, field: string, errors: FieldError[]): void {
  const at = `${field}.volumeAttributesClassName`;
  if (name === undefined) return;
  if (name === '') errors.push(required(at, 'an empty string is disallowed'));
  else pushInvalid(errors, at, name, isDns1123Subdomain(name));
  if (!csi) errors.push(required(`${field}.csi`, 'has to be specified when using volumeAttributesClassName'));
}

/** Upstream checks the new spec a second time here. */
export function validatePersistentVolumeUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  const after = ((object as unknown as PersistentVolume).spec ?? {}) as Spec;
  validatePersistentVolumeSpec(after, false, 'spec', errors);
  const stored = ((before as unknown as PersistentVolume).spec ?? {}) as Spec;
  const kept = stored.csi && !stored.csi.controllerExpandSecretRef ? { ...after, ...withoutExpandSecret(after) } : after;
  if (SOURCES.some((source) => !deepEqual(kept[source], stored[source]))) {
    errors.push(
      forbiddenField(
        'spec.persistentvolumesource',
        `spec.persistentvolumesource is immutable after creation\n${shownChange(stored, kept)}`,
      ),
    );
  }
  if (after.volumeMode !== stored.volumeMode) {
    errors.push(invalid('volumeMode', after.volumeMode ?? null, 'field is immutable'));
  }
  if (stored.nodeAffinity && !deepEqual(withStoredLabels(after.nodeAffinity, stored.nodeAffinity), stored.nodeAffinity)) {
    const text = 'field is immutable, except for updating from beta label to GA';
    errors.push(invalid('nodeAffinity', internalForm(after.nodeAffinity, 'VolumeNodeAffinity'), text));
  }
  if (stored.volumeAttributesClassName !== undefined && after.volumeAttributesClassName === undefined) {
    errors.push(forbiddenField('spec.volumeAttributesClassName', 'update from non-nil value to nil is forbidden'));
  }
  return errors;
}

/** The secret for expansion may still be named. */
function withoutExpandSecret({ csi }: Spec): Pick<Spec, 'csi'> {
  const { controllerExpandSecretRef: _, ...rest } = csi ?? ({} as NonNullable<Spec['csi']>);
  return csi ? { csi: rest } : {};
}

/** Labels of nodes that got a new name may be called by it; the name of those that got none is upstream's empty text. */
function withStoredLabels(affinity: Spec['nodeAffinity'], stored: NonNullable<Spec['nodeAffinity']>): Spec['nodeAffinity'] {
  if (!affinity?.required) return affinity;
  const nodeSelectorTerms = affinity.required.nodeSelectorTerms?.map((term, index) => ({
    ...term,
    matchExpressions: term.matchExpressions?.map((expression, at) => {
      const known = stored.required?.nodeSelectorTerms[index]?.matchExpressions?.[at]?.key ?? '';
      const renamed = /use "(.*)" instead$/.exec(NODE_LABELS[known] ?? '')?.[1] ?? '';
      return renamed === (expression.key ?? '') ? { ...expression, key: known } : expression;
    }),
  }));
  return { ...affinity, required: { ...affinity.required, nodeSelectorTerms } };
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
    const field = `spec.capacity[${name}]`;
    validateBasicAmount(amount, field, errors);
    if ((parseQuantity(amount)?.nano ?? 0n) <= 0n) errors.push(invalid(field, canonicalQuantity(amount), 'must be greater than zero'));
  }
}

/** Also of the capacity of claims. */
export function validateBasicAmount(amount: string, field: string, errors: FieldError[]): void {
  const units = wholeUnits(amount);
  if (units < 0n) errors.push({ type: 'FieldValueInvalid', field, message: `Invalid value: ${units}: must be a valid resource quantity` });
}

function shownChange(before: Spec, after: Spec): string {
  return diffOf(internalForm(before, 'PersistentVolumeSource'), internalForm(after, 'PersistentVolumeSource'));
}
