/**
 * Managers of the replicas as the scale subresource shows them, and back into the object
 * (source: k8s.io/apimachinery/pkg/util/managedfields/scalehandler.go, 1.36).
 */
import type { ResourceDefinition } from '../../resources/definition';
import { apiVersionOf } from '../resource-table';
import { EMPTY, difference, intersection, isEmptySet } from './field-set';
import type { FieldSet } from './field-set';
import { identityOf, withFields } from './managers';
import type { ManagedFieldsEntry } from './managers';

const SCALE_VERSION = 'autoscaling/v1';
const IN_SCALE: FieldSet = { 'f:spec': { 'f:replicas': EMPTY } };

/** `path` of the replicas in the object: ".spec.replicas". */
export function scaleManagers(entries: readonly ManagedFieldsEntry[], path: string): ManagedFieldsEntry[] {
  return entries
    .filter((entry) => owns(entry, fieldsAt(path)))
    .map((entry) => ({ ...entry, apiVersion: SCALE_VERSION, fieldsV1: IN_SCALE }));
}

/**
 * The object's managers after a write of its scale, whose managers are `ofScale`; those that come anew carry no time. Whoever
 * updated the replicas through the object is named twice, as the scale knows it in another version.
 */
export function parentManagers(
  definition: ResourceDefinition,
  entries: readonly ManagedFieldsEntry[],
  ofScale: readonly ManagedFieldsEntry[],
  path: string,
): ManagedFieldsEntry[] {
  const replicas = fieldsAt(path);
  const scalers = ofScale.filter((entry) => owns(entry, IN_SCALE));
  const scaling = new Set(scalers.map(identityOf));
  const kept = entries.flatMap((entry) =>
    owns(entry, replicas) && !scaling.has(identityOf(entry)) ? withFields(entry, difference(entry.fieldsV1 ?? EMPTY, replicas)) : [entry],
  );
  const known = new Map(entries.map((entry) => [identityOf(entry), entry]));
  const added = scalers
    .filter((entry) => !owns(known.get(identityOf(entry)), replicas))
    .map(({ time: _unknown, ...entry }) => ({ ...entry, apiVersion: apiVersionOf(definition), fieldsV1: replicas }));
  return [...kept, ...added];
}

function owns(entry: ManagedFieldsEntry | undefined, fields: FieldSet): boolean {
  return entry !== undefined && !isEmptySet(intersection(entry.fieldsV1 ?? EMPTY, fields));
}

function fieldsAt(path: string): FieldSet {
  return path
    .split('.')
    .slice(1)
    .reduceRight<FieldSet>((inner, name) => ({ [`f:${name}`]: inner }), EMPTY);
}
