/**
 * Laying an applied configuration over the live object, and taking fields away
 * (source: sigs.k8s.io/structured-merge-diff/v6/typed/merge.go and remove.go).
 */
import { isMap, memberOf, setMember } from '../../lib/member';
import type { FieldSet } from './field-set';
import { isContainer, itemId, itemShape, memberShape } from './typed';
import type { Shape } from './typed';

/** Neither value is changed; parts are shared. A null empties scalars, but no map or list that has members. */
export function mergeApplied(live: unknown, applied: unknown, shape: Shape): unknown {
  if (applied === undefined) return live;
  if (live === undefined || live === null) return applied;
  if (applied === null) return isContainer(live, shape) && Object.keys(live).length ? live : applied;
  if (!isContainer(applied, shape)) return applied;
  if (Array.isArray(applied)) return Array.isArray(live) ? mergeList(live, applied, shape) : applied;
  if (!isMap(applied) || !isMap(live)) return applied;
  const result: Record<string, unknown> = { ...live };
  for (const [name, value] of Object.entries(applied))
    setMember(result, name, mergeApplied(memberOf(live, name), value, memberShape(shape, name)));
  return result;
}

/** Items of both lists stand in the order of the applied one; live items between them keep their place. */
function mergeList(live: readonly unknown[], applied: readonly unknown[], { meta }: Shape): unknown[] {
  if (!meta) return [...applied];
  const [left, right] = [index(live, meta), index(applied, meta)];
  const inner = itemShape(meta);
  const shared = right.ids.filter((id) => left.items.has(id));
  let next = shared.shift();
  const done = new Set<string>();
  const out: unknown[] = [];
  const take = (id: string) => {
    done.add(id);
    out.push(mergeApplied(left.items.get(id), right.items.get(id), inner));
  };
  for (let l = 0, r = 0; l < left.ids.length || r < right.ids.length;) {
    const [mine, theirs] = [left.ids[l], right.ids[r]];
    if (mine !== undefined && mine === theirs) {
      take(mine);
      l++;
      r++;
      next = shared.shift();
    } else if (mine !== undefined && theirs !== undefined && right.items.has(mine) && next !== undefined && next !== mine) l++;
    else if (mine !== undefined && !right.items.has(mine)) out.push(live[l++]);
    else {
      if (mine !== undefined && done.has(mine)) l++;
      if (theirs === undefined) continue;
      take(theirs);
      r++;
      if (next === theirs) next = shared.shift();
    }
  }
  return out;
}

interface Index {
  readonly ids: readonly string[];
  /** Items that share a key count as none. */
  readonly items: ReadonlyMap<string, unknown>;
}

function index(list: readonly unknown[], meta: NonNullable<Shape['meta']>): Index {
  const ids = list.map((item) => itemId(item, meta).id);
  const items = new Map<string, unknown>();
  for (const [at, id] of ids.entries()) items.set(id, items.has(id) ? null : list[at]);
  return { ids, items };
}

/** `value` without the members of `set`; a map or list that loses all its members becomes null. */
export function withoutFields(value: unknown, set: FieldSet, shape: Shape): unknown {
  if (!isContainer(value, shape)) return typeof value === 'object' ? null : value;
  const gone = (node: FieldSet | undefined) => node !== undefined && (node['.'] !== undefined || Object.keys(node).length === 0);
  if (Array.isArray(value)) {
    const { meta } = shape;
    const items = value.flatMap((item) => {
      const found = meta && set[itemId(item, meta).id];
      if (!meta || found === undefined) return [item];
      return gone(found) ? [] : [withoutFields(item, found, itemShape(meta))];
    });
    return items.length ? items : null;
  }
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value as object)) {
    const found = set[`f:${name}`];
    if (found === undefined) setMember(result, name, member);
    else if (!gone(found)) result[name] = withoutFields(member, found, memberShape(shape, name));
  }
  return Object.keys(result).length ? result : null;
}

/** With every declared field a member that has members below it. */
export function withNamedFields(set: FieldSet, shape: Shape): FieldSet {
  const result: Record<string, FieldSet> = {};
  for (const [path, child] of Object.entries(set)) {
    const name = path.startsWith('f:') ? path.slice('f:'.length) : undefined;
    const inner = name === undefined ? (shape.meta ? itemShape(shape.meta) : {}) : memberShape(shape, name);
    const named = withNamedFields(child, inner);
    const declared = name !== undefined && !shape.meta?.isMap && shape.struct?.fields.has(name);
    result[path] = declared && Object.keys(named).length ? { '.': {}, ...named } : named;
  }
  return result;
}
