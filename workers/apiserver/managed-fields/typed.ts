/** Values seen through the schema: which members they have, how list items are told apart, where ownership ends. */
import { isMap } from '../../lib/member';
import { emptiedOf } from '../../resources/schema/emptied';
import { patchMeta } from '../../resources/schema/patch-meta';
import type { PatchMeta } from '../../resources/schema/patch-meta';
import type { StructType } from '../../resources/schema/structure';

/** What is known of a value's type: of a struct its fields, of a list or map how it merges. */
export interface Shape {
  readonly struct?: StructType;
  readonly meta?: PatchMeta;
  /** No type is known, by intent: maps have members, lists are owned as a whole. */
  readonly deduced?: boolean;
}

const DEDUCED: Shape = { deduced: true };

export interface Member {
  readonly value: unknown;
  readonly shape: Shape;
  readonly path: string;
  readonly declared: boolean;
  /** Several items of a list have this key; `value` is the list of them. */
  readonly repeated?: boolean;
}

export function memberShape(shape: Shape, name: string): Shape {
  const { struct, meta, deduced } = shape;
  if (deduced) return DEDUCED;
  if (meta?.isMap) return itemShape(meta);
  if (!struct) return {};
  const found = patchMeta(struct, name);
  if (!found) return struct.open ? DEDUCED : {};
  return found.isList || found.isMap ? { meta: found } : { meta: found, ...(found.type ? { struct: found.type } : {}) };
}

/** Members under their FieldsV1 paths; undefined where the value is owned as a whole. */
export function membersOf(value: unknown, shape: Shape, path: string): ReadonlyMap<string, Member> | undefined {
  if (!isContainer(value, shape)) return undefined;
  const { meta, struct } = shape;
  if (Array.isArray(value)) return meta && itemsOf(value, meta, path);
  if (!isMap(value)) return undefined;
  return new Map(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [
        `f:${name}`,
        {
          value: member ?? emptiedOf(value)[name] ?? null,
          shape: memberShape(shape, name),
          path: `${path}.${name}`,
          declared: struct?.fields.has(name) ?? false,
        },
      ]),
  );
}

/** Whether the value has members of its own, instead of being owned as a whole. */
export function isContainer(value: unknown, { meta, struct, deduced }: Shape): boolean {
  if (Array.isArray(value)) return meta !== undefined && meta.isList && meta.listType !== 'atomic';
  return isMap(value) && !meta?.atomicMap && (struct !== undefined || meta?.isMap === true || deduced === true);
}

/** Of the items of a list, or the values of a map. */
export function itemShape({ type, atomicItems, open }: PatchMeta): Shape {
  if (open && !type) return DEDUCED;
  return type && !atomicItems ? { struct: type } : {};
}

/** Items that share a key are one member: their list, owned as a whole. */
function itemsOf(list: readonly unknown[], meta: PatchMeta, path: string): Map<string, Member> {
  const items = new Map<string, Member>();
  const repeated = new Map<string, unknown[]>();
  for (const item of list) {
    const { id, text } = itemId(item, meta);
    const known = items.get(id);
    const others = repeated.get(id);
    if (!known) items.set(id, { value: item, shape: itemShape(meta), path: `${path}${text}`, declared: false });
    else if (others) others.push(item);
    else {
      const value = [known.value, item];
      repeated.set(id, value);
      items.set(id, { ...known, value, shape: {}, repeated: true });
    }
  }
  return items;
}

/** Of an item without keys. */
export const UNKEYED = 'k:{}';

export function itemId(item: unknown, meta: PatchMeta): { readonly id: string; readonly text: string } {
  if (meta.listType === 'set' || !isMap(item)) return { id: `v:${JSON.stringify(item)}`, text: `[=${JSON.stringify(item)}]` };
  const keys = Object.fromEntries(
    meta.listMapKeys
      .toSorted()
      .map((key) => [key, item[key] === undefined ? meta.keyDefaults?.[key] : item[key]])
      .filter(([, value]) => value !== undefined),
  ) as Record<string, unknown>;
  const text = Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',');
  return { id: `k:${JSON.stringify(keys)}`, text: `[${text}]` };
}
