/** Metadata rules all kinds share (source: k8s.io/apimachinery/pkg/api/validation/objectmeta.go, 1.36). */
import type { FieldError } from '../../api/field-error';
import type { KubeObject } from '../../api/meta';
import type { Draft, ResourceDefinition } from '../../resources/definition';

export function validateObjectMeta(draft: Draft, definition: ResourceDefinition): FieldError[] {
  const errors: FieldError[] = [];
  const { name, generateName } = draft.metadata as { name?: string; generateName?: string };
  if (generateName) {
    for (const text of definition.nameRule(generateName, true)) errors.push({ type: 'FieldValueInvalid', field: 'metadata.generateName', message: `Invalid value: "${generateName}": ${text}` });
  }
  if (!name) errors.push({ type: 'FieldValueRequired', field: 'metadata.name', message: 'Required value: name or generateName is required' });
  else for (const text of definition.nameRule(name, false)) errors.push({ type: 'FieldValueInvalid', field: 'metadata.name', message: `Invalid value: "${name}": ${text}` });
  return errors;
}

const IMMUTABLE = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const;

export function validateObjectMetaUpdate(draft: Draft, before: KubeObject): FieldError[] {
  const errors: FieldError[] = [];
  for (const field of IMMUTABLE) {
    const value: unknown = draft.metadata[field];
    if (value === before.metadata?.[field]) continue;
    const error: FieldError = { type: 'FieldValueInvalid', field: `metadata.${field}`, message: `Invalid value: ${JSON.stringify(value)}: field is immutable` };
    errors.push(error);
    if (field === 'deletionTimestamp') errors.push(error); // upstream checks it in two places
  }
  return errors;
}
