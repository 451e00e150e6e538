/** Metadata rules all kinds share (source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go, 1.36). */
import { formatValue } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { KubeObject, OwnerReference } from '../../api/meta';
import { isLabelKey, isLabelValue } from '../../api/names';
import type { Draft, ResourceDefinition } from '../../resources/definition';
import { ownerForm } from './owner-references';
import { managedFieldsErrors } from './managers';
import { knowsPlainFinalizers, updateChecks } from './metadata-checks';

const ANNOTATIONS_BYTES_MAX = 256 * 1024;
/** Finalizers without a domain that upstream knows. */
const STANDARD_FINALIZERS = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

interface Metadata {
  readonly name?: string;
  readonly generateName?: string;
  readonly generation?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  readonly managedFields?: unknown;
}

export function validateObjectMeta(draft: Draft, definition: ResourceDefinition): FieldError[] {
  const metadata = draft.metadata as Metadata;
  const { name } = metadata;
  const errors: FieldError[] = [];
  errors.push(...generateNameErrors(metadata, definition));
  if (!name)
    errors.push({ type: 'FieldValueRequired', field: 'metadata.name', message: 'Required value: name or generateName is required' });
  else for (const text of definition.nameRule(name, false)) errors.push(bad('metadata.name', name, text));
  const { generation = 0 } = metadata;
  if (generation < 0) errors.push(bad('metadata.generation', generation, 'must be greater than or equal to 0'));
  errors.push(...labelErrors(metadata), ...annotationErrors(metadata), ...ownerErrors(metadata));
  errors.push(...finalizerErrors(metadata), ...managedFieldsErrors(metadata.managedFields));
  if (knowsPlainFinalizers(definition)) errors.push(...plainFinalizerErrors(metadata));
  return errors;
}

const IMMUTABLE = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** The generic checks, then those that the kind's package repeats; the message tells every error once, the causes do not. */
export function validateObjectMetaUpdate(
  draft: Draft,
  before: KubeObject,
  definition: ResourceDefinition,
  subresource: string,
): FieldError[] {
  const metadata = draft.metadata as Metadata;
  const changes = [...newFinalizers(metadata, before), ...changedIdentity(draft, before)];
  const shared = [...labelErrors(metadata), ...annotationErrors(metadata), ...ownerErrors(metadata)];
  const managers = managedFieldsErrors(metadata.managedFields);
  const finalizers = [...finalizerErrors(metadata), ...managers];
  const plain = plainFinalizerErrors(metadata);
  const checks: Readonly<Record<string, () => readonly FieldError[]>> = {
    U: () => [...changes, ...shared, ...managers, ...plain],
    u: () => [...changes, ...shared, ...managers],
    W: () => [...generateNameErrors(metadata, definition), ...shared, ...finalizers, ...plain],
    w: () => [...generateNameErrors(metadata, definition), ...shared, ...finalizers],
  };
  const repeated = [...updateChecks(definition, subresource)].flatMap((check) => checks[check]?.() ?? []);
  return [...shared, ...finalizers, ...changes, ...shared, ...managers, ...repeated];
}

function generateNameErrors({ generateName }: Metadata, definition: ResourceDefinition): FieldError[] {
  return generateName ? definition.nameRule(generateName, true).map((text) => bad('metadata.generateName', generateName, text)) : [];
}

function labelErrors({ labels = {} }: Metadata): FieldError[] {
  const errors: FieldError[] = [];
  for (const [key, value] of Object.entries(labels)) {
    for (const text of isLabelKey(key)) errors.push(bad('metadata.labels', key, text));
    for (const text of isLabelValue(value)) errors.push(bad('metadata.labels', value, text));
  }
  return errors;
}

function annotationErrors({ annotations = {} }: Metadata): FieldError[] {
  const errors: FieldError[] = [];
  let bytes = 0;
  for (const [key, value] of Object.entries(annotations)) {
    for (const text of isLabelKey(key.toLowerCase())) errors.push(bad('metadata.annotations', key, text));
    bytes += key.length + value.length;
  }
  if (bytes > ANNOTATIONS_BYTES_MAX)
    errors.push({
      type: 'FieldValueTooLong',
      field: 'metadata.annotations',
      message: `Too long: may not be more than ${ANNOTATIONS_BYTES_MAX} bytes`,
    });
  return errors;
}

function ownerErrors({ ownerReferences = [] }: Metadata): FieldError[] {
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const owner of ownerReferences) {
    if (!/^([^/]*\/)?[^/]+$/.test(owner.apiVersion ?? ''))
      errors.push(bad('metadata.ownerReferences.apiVersion', owner.apiVersion ?? '', 'version must not be empty'));
    for (const field of ['kind', 'name', 'uid'] as const)
      if (!owner[field]) errors.push(bad(`metadata.ownerReferences.${field}`, '', 'must not be empty'));
    if (owner.apiVersion === 'v1' && owner.kind === 'Event')
      errors.push(bad('metadata.ownerReferences', ownerForm(owner), '/v1, Kind=Event is disallowed from being an owner'));
    if (!owner.controller) continue;
    const shown = `${owner.kind ?? ''}/${owner.name ?? ''}`;
    if (controller !== undefined) {
      const text = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${shown}`;
      errors.push(bad('metadata.ownerReferences', ownerReferences.map(ownerForm), text));
    }
    controller ??= shown;
  }
  return errors;
}

function changedIdentity({ metadata }: Draft, before: KubeObject): FieldError[] {
  return IMMUTABLE.flatMap((field) => {
    const value: unknown = metadata[field];
    return value === before.metadata?.[field] ? [] : [bad(`metadata.${field}`, value, 'field is immutable')];
  });
}

/** What is being deleted gets no more finalizers. */
function newFinalizers({ finalizers = [] }: Metadata, before: KubeObject): FieldError[] {
  const known: readonly string[] = before.metadata?.finalizers ?? [];
  const added = before.metadata?.deletionTimestamp === undefined ? [] : finalizers.filter((finalizer) => !known.includes(finalizer));
  if (added.length === 0) return [];
  const shown = [...new Set(added)].sort().map((finalizer) => JSON.stringify(finalizer));
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${shown.join(', ')}}`;
  return [{ type: 'FieldValueForbidden', field: 'metadata.finalizers', message: `Forbidden: ${why}` }];
}

function finalizerErrors({ finalizers = [] }: Metadata): FieldError[] {
  const errors: FieldError[] = [];
  for (const finalizer of finalizers) {
    for (const text of isLabelKey(finalizer)) errors.push(bad('metadata.finalizers', finalizer, text));
  }
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(bad('metadata.finalizers', finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'));
  }
  return errors;
}

/** Kinds whose metadata Kubernetes' own packages check know the finalizers without a domain. */
function plainFinalizerErrors({ finalizers = [] }: Metadata): FieldError[] {
  return [...finalizers.entries()].flatMap(([index, finalizer]) =>
    finalizer.includes('/') || STANDARD_FINALIZERS.has(finalizer)
      ? []
      : [bad(`metadata.finalizers[${index}]`, finalizer, 'name is neither a standard finalizer name nor is it fully qualified')],
  );
}

function bad(field: string, value: unknown, text: string): FieldError {
  return { type: 'FieldValueInvalid', field, message: `Invalid value: ${formatValue(value)}: ${text}` };
}
