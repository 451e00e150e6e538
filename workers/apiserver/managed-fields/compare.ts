/** Fields of an applied configuration, and fields in which two objects differ (source: sigs.k8s.io/structured-merge-diff/v6/typed). */
import { deepEqual } from '../../lib/equal';
import { isMap } from '../patch/merge';
import { EMPTY, makeNode } from './field-set';
import type { FieldSet } from './field-set';
import { membersOf } from './typed';
import type { Shape } from './typed';

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

/** "path: duplicate entries for key [...]" of the first list that has two items of one key. */
export function duplicateKey(value: unknown, shape: Shape, path = ''): string | undefined {
  const members = membersOf(value, shape, path);
  if (!members) return undefined;
  for (const member of members.values()) {
    if (member.repeated) return `${path}: duplicate entries for key ${member.path.slice(path.length)}`;
    const inner = duplicateKey(member.value, member.shape, member.path);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** Members of `after` that `before` lacks or has with another value. A member that is null before counts as there, but empty. */
export function changedFields(before: unknown, after: unknown, shape: Shape, path = ''): FieldSet {
  const members = membersOf(after, shape, path);
  if (!members) return EMPTY;
  const old = membersOf(before, shape, path);
  const children: Record<string, FieldSet> = {};
  for (const [id, { value, shape: inner, path: at }] of members) {
    const was = old?.get(id)?.value;
    if (was !== undefined && was !== null && deepEqual(was, value)) continue;
    const leaf = membersOf(value, inner, at) === undefined;
    const self = was === undefined || leaf;
    const made = makeNode(self, { ...(leaf ? EMPTY : changedFields(was, value, inner, at)) });
    if (made) children[id] = made;
  }
  return children;
}

/** Members of `before` that `after` has no longer. */
export function removedFields(before: unknown, after: unknown, shape: Shape, path = ''): FieldSet {
  const members = membersOf(before, shape, path);
  if (!members) return EMPTY;
  const rest = membersOf(after, shape, path);
  const children: Record<string, FieldSet> = {};
  for (const [id, { value, shape: inner, path: at }] of members) {
    const now = rest?.get(id)?.value;
    const made = makeNode(now === undefined, { ...removedFields(value, now, inner, at) });
    if (made) children[id] = made;
  }
  return children;
}
