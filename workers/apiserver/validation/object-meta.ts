/** Metadata rules all kinds share (source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go, 1.36). */
import { formatValue } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject, KubeObject, OwnerReference } from '../../api/meta';
import { isLabelKey, isLabelValue, pathSegmentName } from '../../api/names';
import type { NameRule } from '../../api/names';
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
  errors.push(...ownPrefixErrors(draft, definition));
  if (!name)
    errors.push({ type: 'FieldValueRequired', field: 'metadata.name', message: 'Required value: name or generateName is required' });
  else for (const text of definition.nameRule(name, false, draft as AnyObject)) errors.push(bad('metadata.name', name, text));
  const { generation = 0 } = metadata;
  if (generation < 0) errors.push(bad('metadata.generation', generation, 'must be greater than or equal to 0'));
  errors.push(...labelErrors(metadata), ...annotationErrors(metadata), ...ownerErrors(metadata));
  errors.push(...finalizerErrors(metadata), ...managedFieldsErrors(metadata.managedFields));
  if (knowsPlainFinalizers(definition)) errors.push(...plainFinalizerErrors(metadata));
  return errors;
}

const IMMUTABLE = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

/** What the generic registry finds wrong once the kind's own package is content: of the names, whatever the kind says of them. */
export function validateNames({ metadata }: Draft): FieldError[] {
  const { name = '', generateName = '' } = metadata as Metadata;
  return [...nameErrors('generateName', generateName, true, pathSegmentName), ...nameErrors('name', name, false, pathSegmentName)];
}

/** The checks of a kind's strategy, with and without a look at what is stored. */
export interface OwnChecks {
  readonly validate: () => readonly FieldError[];
  readonly validateUpdate: () => readonly FieldError[];
}

/** The generic checks, then the kind's own among those of metadata; the message tells every error once, the causes do not. */
export function validateObjectUpdate(
  draft: Draft,
  before: KubeObject,
  definition: ResourceDefinition,
  subresource: string,
  own: OwnChecks,
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
    W: () => [...ownNameErrors(draft, definition), ...shared, ...finalizers, ...plain],
    w: () => [...ownNameErrors(draft, definition), ...shared, ...finalizers],
    V: own.validate,
    D: own.validateUpdate,
  };
  const kindly = [...updateChecks(definition, subresource)].flatMap((check) => checks[check]?.() ?? []);
  const prefix = nameErrors('generateName', metadata.generateName ?? '', true, pathSegmentName);
  return [...prefix, ...shared, ...finalizers, ...changes, ...shared, ...managers, ...kindly];
}

function ownNameErrors(draft: Draft, definition: ResourceDefinition): FieldError[] {
  const { name = '' } = draft.metadata as Metadata;
  const rule: NameRule = (text, prefix) => definition.nameRule(text, prefix, draft as AnyObject);
  return [...ownPrefixErrors(draft, definition), ...nameErrors('name', name, false, rule)];
}

function ownPrefixErrors(draft: Draft, { nameRule }: ResourceDefinition): FieldError[] {
  const { generateName = '' } = draft.metadata as Metadata;
  return nameErrors('generateName', generateName, true, (name, prefix) => nameRule(name, prefix, draft as AnyObject));
}

function nameErrors(field: string, name: string, prefix: boolean, rule: NameRule): FieldError[] {
  return name === '' ? [] : rule(name, prefix).map((text) => bad(`metadata.${field}`, name, text));
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
