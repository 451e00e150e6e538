/** metadata.managedFields as entries: reading, order, and the limit (source: k8s.io/apimachinery/pkg/util/managedfields/internal, 1.36). */
import { isMap } from '../../lib/member';
import { parseTime, rfc3339 } from '../../api/time';
import type { AnyObject } from '../../api/meta';
import type { Draft } from '../../resources/definition';
import { printed } from '../../resources/schema/emptied';
import type { RequestScope } from '../backend';
import { EMPTY, difference, isEmptySet, union } from './field-set';
import type { FieldSet } from './field-set';
import { spokenVersion } from './versions';

export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation: string;
  readonly apiVersion: string;
  readonly time?: string;
  readonly fieldsType?: string;
  readonly fieldsV1?: FieldSet;
  readonly subresource?: string;
}

/** More entries of updates than this are merged, the oldest first. */
const UPDATERS_MAX = 10;
const OLD_UPDATERS = 'ancient-changes';

/** Entries of an object, of one manager the last; undefined where one of them is not readable. */
export function managersOf(object: AnyObject | Draft): readonly ManagedFieldsEntry[] | undefined {
  const given = (object.metadata?.managedFields ?? []) as readonly unknown[];
  if (!Array.isArray(given)) return undefined;
  if (!given.every(isEntry)) return undefined;
  const entries = given.every(({ fieldsV1 }) => isKnown(fieldsV1)) ? given : given.map(knownPart);
  const byManager = new Map(entries.map((entry) => [identityOf(entry), entry]));
  return byManager.size === entries.length ? entries : [...byManager.values()];
}

function isEntry(value: unknown): value is ManagedFieldsEntry {
  return (
    isMap(value) &&
    (value.operation === 'Apply' || value.operation === 'Update') &&
    typeof value.apiVersion === 'string' &&
    value.apiVersion !== '' &&
    value.fieldsType === 'FieldsV1' &&
    isFieldSet(value.fieldsV1 ?? EMPTY)
  );
}

/** What a path says it is may be of a sort that nobody knows. */
function isFieldSet(value: unknown): value is FieldSet {
  return isMap(value) && Object.entries(value).every(([path, child]) => path === '.' || isPath(path, child));
}

function isPath(path: string, child: unknown): boolean {
  if (path[1] !== ':') return false;
  if (!KNOWN_PATH.test(path)) return true;
  return isFieldSet(child) && (path.startsWith('f:') || isJson(path.slice(2)));
}

const KNOWN_PATH = /^(?:\.$|[fvki]:)/;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isKnown(set: FieldSet = EMPTY): boolean {
  return Object.entries(set).every(([path, child]) => KNOWN_PATH.test(path) && isKnown(child));
}

function knownPart(entry: ManagedFieldsEntry): ManagedFieldsEntry {
  return { ...entry, fieldsV1: knownPaths(entry.fieldsV1 ?? EMPTY) };
}

function knownPaths(set: FieldSet): FieldSet {
  const known = Object.entries(set).filter(([path]) => KNOWN_PATH.test(path));
  return Object.fromEntries(known.map(([path, child]) => [path, knownPaths(child)]));
}

/** A list that is empty, or of one empty entry, makes the server forget all managers. */
export function isReset(draft: Draft): boolean {
  const given: unknown = printed(draft.metadata as object, 'managedFields');
  if (!Array.isArray(given)) return false;
  return given.length === 0 || (given.length === 1 && isMap(given[0]) && Object.keys(given[0]).length === 0);
}

/** What tells managers apart; also their order. Appliers are the same in every version. */
export function identityOf({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  return JSON.stringify({
    ...(manager ? { manager } : {}),
    operation,
    ...(operation === 'Apply' ? {} : { apiVersion }),
    ...(subresource ? { subresource } : {}),
  });
}

/** An entry of the request's manager. */
export function managerEntry(scope: RequestScope, operation: 'Apply' | 'Update', fieldsV1: FieldSet): ManagedFieldsEntry {
  return {
    manager: scope.fieldManager || 'unknown',
    operation,
    apiVersion: spokenVersion(scope),
    time: rfc3339(scope.nowMs),
    fieldsType: 'FieldsV1',
    fieldsV1,
    ...(scope.subresource ? { subresource: scope.subresource } : {}),
  };
}

/** The entry with other fields; none where nothing is left. */
export function withFields(entry: ManagedFieldsEntry, fieldsV1: FieldSet): ManagedFieldsEntry[] {
  if (isEmptySet(fieldsV1)) return [];
  return [sameSet(fieldsV1, entry.fieldsV1) ? entry : { ...entry, fieldsV1 }];
}

/** Appliers first, then by time, name, version and subresource. */
export function setManagers(draft: Draft, entries: readonly ManagedFieldsEntry[]): void {
  if (entries.length) draft.metadata.managedFields = entries.toSorted(compareEntries);
  else delete draft.metadata.managedFields;
}

function compareEntries(a: ManagedFieldsEntry, b: ManagedFieldsEntry): number {
  return (
    order(a.operation, b.operation) ||
    secondsOf(a) - secondsOf(b) ||
    order(a.manager ?? '', b.manager ?? '') ||
    order(a.apiVersion, b.apiVersion) ||
    order(a.subresource ?? '', b.subresource ?? '')
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function secondsOf({ time }: ManagedFieldsEntry): number {
  return time === undefined ? Number.NEGATIVE_INFINITY : Math.floor(parseTime(time) / 1000);
}

function sameSet(left: FieldSet, right: FieldSet | undefined): boolean {
  return right !== undefined && isEmptySet(difference(left, right)) && isEmptySet(difference(right, left));
}

/** At most {@link UPDATERS_MAX} updaters: the oldest of one version become one entry. */
export function capped(entries: readonly ManagedFieldsEntry[]): readonly ManagedFieldsEntry[] {
  const updaters = entries
    .filter(({ operation }) => operation === 'Update')
    .toSorted((a, b) => secondsOf(a) - secondsOf(b) || order(identityOf(a), identityOf(b)));
  const kept = new Map(entries.map((entry) => [identityOf(entry), entry]));
  const firsts = new Map<string, ManagedFieldsEntry>();
  let excess = updaters.length - UPDATERS_MAX;
  for (const entry of updaters) {
    if (excess <= 0) break;
    const first = firsts.get(entry.apiVersion);
    if (!first) {
      firsts.set(entry.apiVersion, entry);
      continue;
    }
    const bucket: ManagedFieldsEntry = { manager: OLD_UPDATERS, operation: 'Update', apiVersion: entry.apiVersion, fieldsType: 'FieldsV1' };
    const id = identityOf(bucket);
    const known = kept.get(id);
    if (!known) kept.delete(identityOf(first));
    kept.delete(identityOf(entry));
    const fieldsV1 = union((known ?? first).fieldsV1 ?? EMPTY, entry.fieldsV1 ?? EMPTY);
    kept.set(id, { ...bucket, ...(entry.time === undefined ? {} : { time: entry.time }), fieldsV1 });
    excess--;
  }
  return [...kept.values()];
}
