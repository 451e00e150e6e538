/** Laying an applied configuration over the live object, and taking away what a manager no longer applies. */
import { memberOf, setMember } from '../../lib/member';
import { isMap } from '../patch/merge';
import type { FieldSet } from './field-set';
import { itemId, memberShape, membersOf } from './typed';
import type { Shape } from './typed';

/** Neither value is changed; parts are shared. */
export function mergeApplied(live: unknown, applied: unknown, shape: Shape): unknown {
  if (live === undefined || live === null || membersOf(applied, shape, '') === undefined) return applied;
  if (Array.isArray(applied)) return Array.isArray(live) ? mergeList(live, applied, shape) : applied;
  if (!isMap(applied) || !isMap(live)) return applied;
  const result: Record<string, unknown> = { ...live };
  for (const [name, value] of Object.entries(applied))
    setMember(result, name, mergeApplied(memberOf(live, name), value, memberShape(shape, name)));
  return result;
}

function mergeList(live: readonly unknown[], applied: readonly unknown[], { meta }: Shape): unknown[] {
  if (!meta) return [...applied];
  const idOf = (item: unknown) => itemId(item, meta).id;
  const wanted = new Map(applied.map((item) => [idOf(item), item]));
  const inner: Shape = meta.type ? { struct: meta.type } : {};
  const merged = new Set<string>();
  const kept = live.flatMap((item) => {
    const id = idOf(item);
    const over = wanted.get(id);
    if (over === undefined) return merged.has(id) ? [] : [item];
    wanted.delete(id);
    merged.add(id);
    return [mergeApplied(item, over, inner)];
  });
  return [...kept, ...wanted.values()];
}

/** `value` without the members of `set`. */
export function withoutFields(value: unknown, set: FieldSet, shape: Shape): unknown {
  const { meta } = shape;
  const gone = (node: FieldSet | undefined) => node !== undefined && (node['.'] !== undefined || Object.keys(node).length === 0);
  if (Array.isArray(value)) {
    if (!meta) return value;
    return value.flatMap((item) => {
      const found = set[itemId(item, meta).id];
      if (found === undefined) return [item];
      return gone(found) ? [] : [withoutFields(item, found, meta.type ? { struct: meta.type } : {})];
    });
  }
  if (!isMap(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    const found = set[`f:${name}`];
    if (found === undefined) setMember(result, name, member);
    else if (!gone(found)) result[name] = withoutFields(member, found, memberShape(shape, name));
  }
  return result;
}
