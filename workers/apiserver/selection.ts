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
      ...(WITHOUT_NAMESPACE.has(id(definition)) ? [] : ['metadata.namespace']),
      ...Object.keys(definition.fields?.(EMPTY) ?? {}),
    ]);
    knownByDefinition.set(definition, known);
  }
  return known;
}

/** All others can be selected by a namespace, even where they have none. */
const WITHOUT_NAMESPACE: ReadonlySet<string> = new Set([
  '/namespaces',
  '/nodes',
  'certificates.k8s.io/certificatesigningrequests',
  'resource.k8s.io/resourceslices',
]);
const UNSUPPORTED = (field: string) => `field label not supported: ${field}`;
/** Kinds with conversions of their own for field labels say it in their words. */
const UNSUPPORTED_TEXTS: Readonly<Record<string, (field: string) => string>> = {
  '/events': UNSUPPORTED,
  '/namespaces': UNSUPPORTED,
  '/nodes': UNSUPPORTED,
  '/pods': UNSUPPORTED,
  '/replicationcontrollers': UNSUPPORTED,
  '/secrets': UNSUPPORTED,
  '/services': UNSUPPORTED,
  'batch/jobs': (field) => `field label "${field}" not supported for Job`,
  'certificates.k8s.io/certificatesigningrequests': UNSUPPORTED,
  'resource.k8s.io/resourceslices': (field) => `field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: ${field}`,
};

function unsupportedField(definition: ResourceDefinition, field: string): string {
  const own = definition.custom ? UNSUPPORTED : UNSUPPORTED_TEXTS[id(definition)];
  return own?.(field) ?? `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`;
}

function id({ group, resource }: ResourceDefinition): string {
  return `${group}/${resource}`;
}
