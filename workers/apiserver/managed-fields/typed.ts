/** Values seen through the schema: which members they have, how list items are told apart, where ownership ends. */
import { patchMeta } from '../../resources/schema/patch-meta';
import type { PatchMeta } from '../../resources/schema/patch-meta';
import type { StructType } from '../../resources/schema/structure';
import { isMap } from '../patch/merge';

/** What is known of a value's type: of a struct its fields, of a list or map how it merges. */
export interface Shape {
  readonly struct?: StructType;
  readonly meta?: PatchMeta;
}

/** Defaults of keys that clients leave out. */
const KEY_DEFAULTS: Readonly<Record<string, unknown>> = { protocol: 'TCP' };

export class DuplicateKey extends Error {
  constructor(
    readonly path: string,
    readonly key: string,
  ) {
    super(`${path}: duplicate entries for key ${key}`);
  }
}

export function memberShape(shape: Shape, name: string): Shape {
  const { struct, meta } = shape;
  if (meta?.isMap) return meta.type ? { struct: meta.type } : {};
  if (!struct) return {};
  const found = patchMeta(struct, name);
  if (!found) return {};
  return found.isList || found.isMap ? { meta: found } : { meta: found, ...(found.type ? { struct: found.type } : {}) };
}

/** Members under their FieldsV1 paths; undefined where the value is owned as a whole. */
export function membersOf(
  value: unknown,
  shape: Shape,
  path: string,
): ReadonlyMap<string, { readonly value: unknown; readonly shape: Shape; readonly path: string; readonly declared: boolean }> | undefined {
  const { meta, struct } = shape;
  if (Array.isArray(value)) {
    if (!meta?.isList || meta.listType === 'atomic') return undefined;
    const items = new Map<string, { value: unknown; shape: Shape; path: string; declared: boolean }>();
    for (const item of value) {
      const { id, text } = itemId(item, meta);
      if (items.has(id)) throw new DuplicateKey(path, text);
      items.set(id, { value: item, shape: meta.type ? { struct: meta.type } : {}, path: `${path}${text}`, declared: false });
    }
    return items;
  }
  if (!isMap(value) || meta?.atomicMap) return undefined;
  if (!struct && !meta?.isMap) return undefined;
  return new Map(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [
        `f:${name}`,
        { value: member, shape: memberShape(shape, name), path: `${path}.${name}`, declared: struct?.fields.has(name) ?? false },
      ]),
  );
}

export function itemId(item: unknown, meta: PatchMeta): { readonly id: string; readonly text: string } {
  if (meta.listType === 'set' || !isMap(item)) return { id: `v:${JSON.stringify(item)}`, text: `[=${JSON.stringify(item)}]` };
  const keys = Object.fromEntries(
    meta.listMapKeys
      .toSorted()
      .map((key) => [key, item[key] ?? KEY_DEFAULTS[key]])
      .filter(([, value]) => value !== undefined),
  ) as Record<string, unknown>;
  const text = Object.entries(keys)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',');
  return { id: `k:${JSON.stringify(keys)}`, text: `[${text}]` };
}
