/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePersistentVolumeClaim, 1.36. */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isQualifiedName } from '../../../api/names';
import { parseQuantity } from '../../../api/quantity';
import { deepEqual } from '../../../lib/equal';
import { diffOf, internalForm } from '../../schema/internal-form';
import { IMMUTABLE } from '../../validation/values';
import { pushInvalid } from '../../validation/labels';
import { validateBasicAmount } from '../persistentvolumes/validation';
import { validateClaimSpec } from './spec';
import type { PersistentVolumeClaim } from './types';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const RESIZE_STATES = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
];
type Resources = { readonly requests?: { readonly storage?: string } };
type Spec = NonNullable<PersistentVolumeClaim['spec']>;

export function validatePersistentVolumeClaim(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as PersistentVolumeClaim).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  validateClaimSpec(spec, 'spec', errors);
  return errors;
}

/** A bound claim may only ask for more; an unbound one may still be bound or given a class. */
export function validatePersistentVolumeClaimUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validatePersistentVolumeClaim(object);
  const after = { ...(object as unknown as PersistentVolumeClaim).spec } as Record<string, unknown>;
  const claim = before as unknown as PersistentVolumeClaim;
  const stored = { ...claim.spec } as Record<string, unknown>;
  const [annotated, known] = [object, before].map(({ metadata }) => metadata?.annotations?.[CLASS_ANNOTATION] ?? '') as [string, string];
  if (!stored.volumeName) {
    stored.volumeName = after.volumeName;
  }
  // An annotation may become the field.
  const upgraded =
    known !== '' && stored.storageClassName === undefined && after.storageClassName === known && (annotated === '' || annotated === known);
  if (!upgraded && annotated !== known) errors.push(invalid(`metadata.annotations.${CLASS_ANNOTATION}`, annotated, IMMUTABLE));
  if (upgraded || (stored.storageClassName === undefined && known === '')) delete after.storageClassName;
  if (claim.status?.phase === 'Bound') {
    // Only the size asked for may change.
    const { resources = {} } = after as { readonly resources?: Resources };
    const storage = claim.spec?.resources?.requests?.storage;
    if (resources.requests)
      after.resources = { ...resources, requests: { ...resources.requests, ...(storage === undefined ? {} : { storage }) } };
    stored.volumeAttributesClassName = after.volumeAttributesClassName;
  }
  for (const fields of [after, stored]) {
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) {
        delete fields[name];
      }
    }
  }
  if (!deepEqual(after, stored)) {
    errors.push(
      forbiddenField(
        'spec',
        `spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n${diffOf(internalForm(stored, 'PersistentVolumeClaimSpec'), internalForm(after, 'PersistentVolumeClaimSpec'))}`,
      ),
    );
  }
  const [asked, was, has] = [
    (object as unknown as PersistentVolumeClaim).spec?.resources,
    claim.spec?.resources,
    { requests: claim.status?.capacity },
  ].map((amounts) => parseQuantity((amounts as Resources | undefined)?.requests?.storage ?? '0')?.nano ?? 0n) as [bigint, bigint, bigint];
  if (asked < was && asked <= has) {
    errors.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  }
  if (after.volumeMode !== claim.spec?.volumeMode) errors.push(invalid('volumeMode', after.volumeMode ?? null, IMMUTABLE));
  return errors;
}

export function validatePersistentVolumeClaimStatus(object: AnyObject): FieldError[] {
  const { spec, status } = object as unknown as PersistentVolumeClaim;
  const errors: FieldError[] = [];
  if (!spec?.accessModes?.length) errors.push(required('Spec.accessModes'));
  const amounts = (list: 'capacity' | 'allocatedResources') => Object.entries((status?.[list] ?? {}) as Readonly<Record<string, string>>);
  for (const [name, amount] of amounts('capacity')) validateBasicAmount(amount, `status.capacity[${name}]`, errors);
  for (const [name, state] of Object.entries(status?.allocatedResourceStatuses ?? {})) {
    validateResourceKey(name, 'status.allocatedResourceStatuses', errors);
    if (!RESIZE_STATES.includes(`${state}`)) errors.push(notSupported('status.allocatedResourceStatuses', name, RESIZE_STATES));
  }
  for (const [name, amount] of amounts('allocatedResources')) {
    const before = errors.length;
    validateResourceKey(name, 'status.allocatedResources', errors);
    if (errors.length === before) validateBasicAmount(amount, `status.allocatedResources[${name}]`, errors);
  }
  return errors;
}

/** Of Kubernetes' own resources only storage can be resized. */
function validateResourceKey(name: string, field: string, errors: FieldError[]): void {
  const messages = isQualifiedName(name);
  pushInvalid(errors, field, name, messages);
  const native = !name.includes('/') || name.includes('kubernetes.io/');
  if (messages.length === 0 && native && name !== 'storage') errors.push(notSupported(field, name, ['storage']));
}
