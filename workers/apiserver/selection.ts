/** Label and field selectors of a list or watch, compiled once per request. */
import type { AnyObject } from '../api/meta';
import type { RequestOptions } from '../api/request';
import { EVERYTHING, matches, parseSelector } from '../api/labels';
import { parseFieldSelector } from '../api/fields';
import { badRequest } from '../api/status';
import type { Status } from '../api/status';
import type { ResourceDefinition } from '../resources/definition';

export interface Selection {
  /** True where no selector was given: everything matches. */
  readonly everything: boolean;
  readonly matches: (object: AnyObject) => boolean;
  /** A field that the selector pins to one value; watches are indexed by it. */
  readonly pinned?: { readonly field: string; readonly value: string };
}

/** Value of a selectable field; every resource has metadata.name and, if namespaced, metadata.namespace. */
export function fieldValue(definition: ResourceDefinition, object: AnyObject, field: string): string {
  if (field === 'metadata.name') return object.metadata?.name ?? '';
  if (field === 'metadata.namespace') return object.metadata?.namespace ?? '';
  return definition.fields?.(object)[field] ?? '';
}

export function compileSelection(definition: ResourceDefinition, options: RequestOptions): Selection | Status {
  const labels = options.labelSelector ? parseSelector(options.labelSelector) : { selector: EVERYTHING };
  if ('error' in labels) return badRequest(labels.error);
  const fields = parseFieldSelector(options.fieldSelector ?? '');
  if ('error' in fields) return badRequest(fields.error);
  const { requirements } = fields;
  const known = knownFields(definition);
  for (const { field } of requirements) {
    if (!known.has(field)) return badRequest(unsupportedField(definition, field));
  }
  const { selector } = labels;
  if (selector.requirements.length === 0 && requirements.length === 0) return { everything: true, matches: () => true };
  const pinned = requirements.find(({ field, operator }) => operator === '=' && field !== 'metadata.namespace');
  return {
    everything: false,
    matches: (object) =>
      requirements.every(({ field, operator, value }) => (fieldValue(definition, object, field) === value) === (operator === '=')) &&
      matches(selector, object.metadata?.labels),
    ...(pinned ? { pinned: { field: pinned.field, value: pinned.value } } : {}),
  };
}

const knownByDefinition = new WeakMap<ResourceDefinition, ReadonlySet<string>>();

/** What a kind's function finds in an object that has none of it: the names are all it is asked for. */
const EMPTY = { apiVersion: '', kind: '', metadata: {}, spec: {}, status: {}, involvedObject: {}, regarding: {}, source: {} };

function knownFields(definition: ResourceDefinition): ReadonlySet<string> {
  let known = knownByDefinition.get(definition);
  if (!known) {
    known = new Set([
      'metadata.name',
      ...(definition.namespaced ? ['metadata.namespace'] : []),
      ...Object.keys(definition.fields?.(EMPTY) ?? {}),
    ]);
    knownByDefinition.set(definition, known);
  }
  return known;
}

/** Kinds with conversions of their own for field labels say it in their words; all others leave it to the scheme. */
function unsupportedField(definition: ResourceDefinition, field: string): string {
  return definition.fields
    ? `field label not supported: ${field}`
    : `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}
