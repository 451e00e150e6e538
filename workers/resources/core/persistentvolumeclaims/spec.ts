/** Specs of claims, also of those that an ephemeral volume makes (source: validation.go ValidatePersistentVolumeClaimSpec, 1.36). */
import { forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import { isDns1123Label, isDns1123Subdomain } from '../../../api/names';
import { canonicalQuantity, parseQuantity } from '../../../api/quantity';
import { pushInvalid, validateLabelSelector } from '../../validation/labels';
import { validateEnum } from '../../validation/values';
import type { PersistentVolumeClaim } from './types';

type Spec = NonNullable<PersistentVolumeClaim['spec']>;
type DataSource = NonNullable<Spec['dataSourceRef']>;

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Block', 'Filesystem'];

export function validateClaimSpec(spec: Spec, field: string, errors: FieldError[]): void {
  const modes = spec.accessModes ?? [];
  if (modes.length === 0) errors.push(required(`${field}.accessModes`, 'at least 1 access mode is required'));
  validateLabelSelector(spec.selector as LabelSelector | undefined, `${field}.selector`, errors);
  for (const mode of modes) {
    if (!ACCESS_MODES.includes(mode)) errors.push(notSupported(`${field}.accessModes`, mode, ACCESS_MODES));
  }
  if (modes.includes('ReadWriteOncePod') && modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode))) {
    errors.push(forbiddenField(`${field}.accessModes`, 'may not use ReadWriteOncePod with other access modes'));
  }
  validateStorage(spec, `${field}.resources[storage]`, errors);
  if (spec.storageClassName) {
    pushInvalid(errors, `${field}.storageClassName`, spec.storageClassName, isDns1123Subdomain(spec.storageClassName));
  }
  validateEnum(spec.volumeMode, VOLUME_MODES, `${field}.volumeMode`, errors);
  validateDataSources(spec, field, errors);
  const attributesClass = spec.volumeAttributesClassName;
  if (attributesClass) pushInvalid(errors, `${field}.volumeAttributesClassName`, attributesClass, isDns1123Subdomain(attributesClass));
}

function validateStorage(spec: Spec, field: string, errors: FieldError[]): void {
  const storage = (spec.resources?.requests as Readonly<Record<string, string>> | undefined)?.storage;
  if (storage === undefined) {
    errors.push(required(field));
  } else if ((parseQuantity(storage)?.nano ?? 0n) <= 0n) {
    errors.push(invalid(field, canonicalQuantity(storage), 'must be greater than zero'));
  }
}

function validateDataSources({ dataSource, dataSourceRef }: Spec, field: string, errors: FieldError[]): void {
  if (dataSource) validateDataSource(dataSource, `${field}.dataSource`, errors);
  if (dataSourceRef) validateDataSource(dataSourceRef, `${field}.dataSourceRef`, errors);
  if (!dataSource || !dataSourceRef) return;
  const same = (['apiGroup', 'kind', 'name'] as const).every((part) => dataSource[part] === dataSourceRef[part]);
  if (dataSourceRef.namespace) {
    errors.push(invalid(field, {}, 'may not be specified when dataSourceRef.namespace is specified'));
  } else if (!same) {
    errors.push(invalid(field, {}, 'must match dataSourceRef'));
  }
}

function validateDataSource({ name, kind = '', apiGroup, namespace }: DataSource, field: string, errors: FieldError[]): void {
  if (!name) errors.push(required(`${field}.name`));
  if (kind === '') errors.push(required(`${field}.kind`));
  if (!apiGroup && kind !== 'PersistentVolumeClaim') {
    errors.push(invalid(field, kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"));
  }
  if (apiGroup) pushInvalid(errors, `${field}.apiGroup`, apiGroup, isDns1123Subdomain(apiGroup));
  if (namespace) pushInvalid(errors, `${field}.namespace`, namespace, isDns1123Label(namespace));
}
