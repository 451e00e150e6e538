/** Fields of an applied configuration, and fields in which two objects differ (source: sigs.k8s.io/structured-merge-diff/v6/typed). */
import { isMap } from '../../lib/member';
import { deepEqual } from '../../lib/equal';
import { holdsEmptied } from '../../resources/schema/emptied';
import { EMPTY, isEmptySet, makeNode } from './field-set';
import type { FieldSet } from './field-set';
import { isContainer, membersOf } from './typed';
import type { Member, Shape } from './typed';

/** Everything that `value` sets. */
export function fieldsOf(value: unknown, shape: Shape, path = ''): FieldSet {
  const members = membersOf(value, shape, path);
  if (!members) return EMPTY;
  const children: Record<string, FieldSet> = {};
  for (const [id, member] of members) {
    const inner = fieldsOf(member.value, member.shape, member.path);
    const empty = member.value === null || (isMap(member.value) && Object.keys(member.value).length === 0);
    const leaf = membersOf(member.value, member.shape, member.path) === undefined;
    const made = makeNode(leaf || empty || !member.declared, { ...inner });
    if (made) children[id] = made;
  }
  return children;
}

export interface Changes {
  /** Added, or there with another value. */
  readonly changed: FieldSet;
  readonly removed: FieldSet;
}

const NONE: Changes = { changed: EMPTY, removed: EMPTY };

/** A member that is null counts as there, but empty. */
export function compare(before: unknown, after: unknown, shape: Shape): Changes {
  const was = membersOf(before, shape, '');
  const is = membersOf(after, shape, '');
  const changed: Record<string, FieldSet> = {};
  const removed: Record<string, FieldSet> = {};
  for (const id of new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])) {
    const node = compareMember(was?.get(id), is?.get(id));
    if (node.changed) changed[id] = node.changed;
    if (node.removed) removed[id] = node.removed;
  }
  return Object.keys(changed).length || Object.keys(removed).length ? { changed, removed } : NONE;
}

interface ChangedNode {
  readonly changed?: FieldSet | undefined;
  readonly removed?: FieldSet | undefined;
}

function compareMember(was: Member | undefined, is: Member | undefined): ChangedNode {
  if (was?.repeated || is?.repeated) return compareRepeated(was, is);
  const [before, after] = [was?.value, is?.value];
  const shape = (is ?? was)?.shape ?? {};
  const added = before === undefined;
  const gone = after === undefined;
  if (isLeaf(before, shape) && isLeaf(after, shape)) {
    if (added || (!gone && (!deepEqual(before, after) || hasEmptiedItems(after)))) return { changed: EMPTY };
    return gone ? { removed: EMPTY } : {};
  }
  const inner = compare(before, after, shape);
  return { changed: makeNode(added, { ...inner.changed }), removed: makeNode(gone, { ...inner.removed }) };
}

/** Lists are compared by Go's reflection, to which what was given empty is another value than what is absent. */
function hasEmptiedItems(value: unknown): boolean {
  if (Array.isArray(value)) return holdsEmptied(value);
  return isMap(value) && Object.values(value).some(hasEmptiedItems);
}

/** Items of one key are compared as the list of them, which nobody descends into. */
function compareRepeated(was: Member | undefined, is: Member | undefined): ChangedNode {
  if (was?.repeated && is?.repeated) return deepEqual(was.value, is.value) ? {} : { changed: EMPTY };
  if (was?.repeated) return { removed: EMPTY, ...(is ? { changed: compareMember(undefined, is).changed } : {}) };
  const removed = was && compareMember(was, undefined).removed;
  return { changed: EMPTY, ...(removed && !isEmptySet(removed) ? { removed } : {}) };
}

/** Owned as a whole: scalars, atomic values, and what is empty on both sides. */
function isLeaf(value: unknown, shape: Shape): boolean {
  if (value === undefined || value === null) return true;
  return !isContainer(value, shape) || (membersOf(value, shape, '')?.size ?? 0) === 0;
}
