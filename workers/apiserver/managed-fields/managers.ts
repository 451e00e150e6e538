/** metadata.managedFields: who owns what (source: k8s.io/apimachinery/pkg/util/managedfields, 1.36). */
import { rfc3339 } from '../../api/time';
import type { AnyObject } from '../../api/meta';
import { typeOfKind } from '../../resources/schema/structure';
import type { StructType } from '../../resources/schema/structure';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { apiVersionOf } from '../resource-table';
import { changedFields, removedFields } from './compare';
import { difference, isEmptySet, union } from './field-set';
import type { FieldSet } from './field-set';
import { zeroObject } from './zero-object';

export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation?: string;
  readonly apiVersion?: string;
  readonly time?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: FieldSet;
  readonly subresource?: string;
}

/** What nobody owns: identity, and what the server writes. */
const UNOWNED: FieldSet = Object.fromEntries(
  [
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'generation',
    'managedFields',
    'name',
    'namespace',
    'resourceVersion',
    'selfLink',
    'uid',
  ].map((field) => [`f:${field}`, {}]),
);

export function managersOf(object: AnyObject | Draft): readonly ManagedFieldsEntry[] {
  return (object.metadata?.managedFields ?? []) as readonly ManagedFieldsEntry[];
}

export function rootShape(scope: RequestScope): { readonly struct: StructType } | undefined {
  const { definition } = scope;
  const struct = definition.custom?.type ?? typeOfKind(apiVersionOf(definition), definition.kind);
  return struct && { struct };
}

/** Without identity, and without the half the request cannot write. */
export function ownable(scope: RequestScope, fields: FieldSet): FieldSet {
  const { 'f:kind': _kind, 'f:apiVersion': _apiVersion, 'f:metadata': metadata, ...rest } = fields;
  const owned = metadata ? difference(metadata, UNOWNED) : undefined;
  const result: Record<string, FieldSet> = { ...rest };
  if (owned && !isEmptySet(owned)) result['f:metadata'] = owned;
  if (scope.subresource === 'status') delete result['f:spec'];
  else if (scope.definition.hasStatus) delete result['f:status'];
  return result;
}

/**
 * Notes in `draft` what the request's manager changes. Only requests that name a manager are noted (those over HTTP), and only
 * on objects that are tracked already. Differs: the simulation's own components name none.
 */
export function trackUpdate(scope: RequestScope, draft: Draft, before: AnyObject | undefined): void {
  const shape = rootShape(scope);
  const given = draft.metadata.managedFields as readonly ManagedFieldsEntry[] | undefined;
  const reset = given !== undefined && (given.length === 0 || (given.length === 1 && Object.keys(given[0] ?? {}).length === 0));
  const known = given === undefined ? (before ? managersOf(before) : []) : given;
  if (reset || !scope.fieldManager || !shape || (before && known.length === 0)) {
    setManagers(draft, reset ? [] : known);
    return;
  }
  const base = before ?? zeroObject(shape.struct);
  const changed = ownable(scope, changedFields(base, draft, shape));
  const removed = before ? removedFields(before, draft, shape) : {};
  setManagers(draft, noted(scope, known, changed, removed));
}

/** A write of the scale subresource: the replicas become its manager's, whoever had them; such entries carry no time. */
export function trackScale(scope: RequestScope, draft: Draft): void {
  const known = managersOf(draft);
  if (!scope.fieldManager || known.length === 0) return;
  const replicas: FieldSet = { 'f:spec': { 'f:replicas': {} } };
  const entry: ManagedFieldsEntry = {
    manager: scope.fieldManager,
    operation: 'Update',
    apiVersion: apiVersionOf(scope.definition),
    fieldsType: 'FieldsV1',
    fieldsV1: replicas,
    subresource: 'scale',
  };
  const others = known.flatMap((other) => {
    const isSame = other.manager === entry.manager && other.operation === 'Update' && other.subresource === 'scale';
    const rest = difference(other.fieldsV1 ?? {}, replicas);
    return isSame || isEmptySet(rest) ? [] : [sameSet(rest, other.fieldsV1) ? other : { ...other, fieldsV1: rest }];
  });
  setManagers(draft, [...others, entry]);
}

function noted(
  scope: RequestScope,
  known: readonly ManagedFieldsEntry[],
  changed: FieldSet,
  removed: FieldSet,
): readonly ManagedFieldsEntry[] {
  const apiVersion = apiVersionOf(scope.definition);
  const isMine = (entry: ManagedFieldsEntry) =>
    entry.manager === scope.fieldManager &&
    entry.operation === 'Update' &&
    entry.apiVersion === apiVersion &&
    (entry.subresource ?? '') === scope.subresource;
  const mine = known.find(isMine);
  const others = known.flatMap((entry) => {
    if (isMine(entry)) return [];
    const rest = difference(difference(entry.fieldsV1 ?? {}, changed), removed);
    return isEmptySet(rest) ? [] : [sameSet(rest, entry.fieldsV1) ? entry : { ...entry, fieldsV1: rest }];
  });
  const fields = difference(union(mine?.fieldsV1 ?? {}, changed), removed);
  if (isEmptySet(fields)) return others;
  return [...others, sameSet(fields, mine?.fieldsV1) ? (mine as ManagedFieldsEntry) : managerEntry(scope, 'Update', fields)];
}

export function managerEntry(scope: RequestScope, operation: 'Apply' | 'Update', fieldsV1: FieldSet): ManagedFieldsEntry {
  return {
    manager: scope.fieldManager ?? '',
    operation,
    apiVersion: apiVersionOf(scope.definition),
    time: rfc3339(scope.nowMs),
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(scope.subresource ? { subresource: scope.subresource } : {}),
  };
}

/** Appliers first, then by time and name. */
export function setManagers(draft: Draft, entries: readonly ManagedFieldsEntry[]): void {
  const key = ({ operation, time, manager, subresource }: ManagedFieldsEntry) => `${operation} ${time} ${manager} ${subresource ?? ''}`;
  if (entries.length) draft.metadata.managedFields = entries.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
  else delete draft.metadata.managedFields;
}

export function sameSet(left: FieldSet, right: FieldSet | undefined): boolean {
  return right !== undefined && isEmptySet(difference(left, right)) && isEmptySet(difference(right, left));
}
