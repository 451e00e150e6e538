/** Who owns what after a write that is no apply (source: k8s.io/apimachinery/pkg/util/managedfields/internal and structured-merge-diff/v6/merge, 1.36). */
import type { AnyObject } from '../../api/meta';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { compare } from './compare';
import type { Changes } from './compare';
import { EMPTY, difference, isEmptySet, union } from './field-set';
import type { FieldSet } from './field-set';
import { capped, identityOf, isReset, managerEntry, managersOf, setManagers, withFields } from './managers';
import type { ManagedFieldsEntry } from './managers';
import { withoutIdentity, withoutReset } from './reset-fields';
import { UNKEYED } from './typed';
import { inVersion, spokenVersion } from './versions';
import { zeroObject } from './zero-object';

/**
 * Notes in `draft` what the request's manager changes. Only requests that name a manager are noted (those over HTTP), and only
 * on objects that are tracked already. Differs: the simulation's own components name none.
 */
export function trackUpdate(scope: RequestScope, draft: Draft, before: AnyObject | undefined): void {
  const known = knownManagers(scope, draft, before);
  const tracked = scope.fieldManager && (known.length > 0 || !before);
  setManagers(draft, tracked ? capped(updated(scope, known, before, draft as AnyObject)) : known);
}

/** Clients may set managers themselves; what they leave out, and what is not readable, stays as it is. */
function knownManagers(scope: RequestScope, draft: Draft, before: AnyObject | undefined): readonly ManagedFieldsEntry[] {
  const live = (before && managersOf(before)) ?? [];
  if (scope.subresource) return live;
  if (isReset(draft)) return [];
  const given = managersOf(draft);
  return given?.length ? given : live;
}

/** The managers after an update that turns `before` (undefined: nothing) into `after`. */
export function updated(
  scope: RequestScope,
  known: readonly ManagedFieldsEntry[],
  before: AnyObject | undefined,
  after: AnyObject,
): readonly ManagedFieldsEntry[] {
  const changesIn = changesBetween(scope, before, after);
  const changes = changesIn(spokenVersion(scope));
  if (!changes) return known;
  if (hasUnkeyed(changes.changed) || hasUnkeyed(changes.removed)) return [];
  const others = surrendered(known, changesIn);
  const taken = withoutIdentity(changes.changed);
  if (isEmptySet(taken)) return others;
  const entry = managerEntry(scope, 'Update', taken);
  const mine = others.find((other) => identityOf(other) === identityOf(entry));
  return [...others.filter((other) => other !== mine), { ...entry, fieldsV1: union(mine?.fieldsV1 ?? EMPTY, taken) }];
}

type ChangesIn = (apiVersion: string) => Changes | undefined;

/** What changes, as every version sees it; undefined for versions there are none of. `spoken` is `after` as the client wrote it. */
export function changesBetween(scope: RequestScope, before: AnyObject | undefined, after: AnyObject, spoken?: AnyObject): ChangesIn {
  const known = new Map<string, Changes | undefined>();
  return (apiVersion) => {
    if (!known.has(apiVersion)) {
      const stored = inVersion(scope, after, apiVersion);
      const now = stored && spoken && apiVersion === spokenVersion(scope) ? { ...stored, value: spoken } : stored;
      const then = before ? inVersion(scope, before, apiVersion)?.value : now && zeroObject(now.shape.struct);
      known.set(apiVersion, now && ownableChanges(scope, compare(then, now.value, now.shape)));
    }
    return known.get(apiVersion);
  };
}

function ownableChanges(scope: RequestScope, { changed, removed }: Changes): Changes {
  return { changed: ownable(scope, changed), removed: ownable(scope, removed) };
}

/** Without what the request cannot write. */
export function ownable(scope: RequestScope, fields: FieldSet): FieldSet {
  return withoutReset(scope.definition, scope.subresource, fields);
}

/** Entries without what was changed or removed under them. */
export function surrendered(entries: readonly ManagedFieldsEntry[], changesIn: ChangesIn): ManagedFieldsEntry[] {
  return entries.flatMap((entry) => {
    const changes = changesIn(entry.apiVersion);
    return changes ? withFields(entry, difference(difference(entry.fieldsV1 ?? EMPTY, changes.changed), changes.removed)) : [];
  });
}

/** Items of a list that has keys, but have none: nobody's fields can be told then, and all managers are forgotten. */
function hasUnkeyed(set: FieldSet): boolean {
  return Object.entries(set).some(([path, child]) => path === UNKEYED || hasUnkeyed(child));
}
