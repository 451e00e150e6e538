/**
 * One operation of a JSON patch, done in place, with the reach of upstream's library (evanphx/json-patch v4): what stands before the
 * first slash is ignored, indices may count from the end, and any text is a member's name, "__proto__" too.
 */
import { cloneJson } from '../../lib/clone';
import { deepEqual } from '../../lib/equal';
import { isMap, memberOf, setMember } from '../../lib/member';

export interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string | null;
  readonly value?: unknown;
}

/** A member that is missing is copied as null; values become part of `root` as they are. False where it cannot be done; `root` may then be half changed. */
export function operate(root: unknown, { op, path, from: source, value }: Operation): boolean {
  const from = source ?? '';
  switch (op) {
    case 'add':
      return add(placeOf(root, path), value ?? null);
    case 'remove':
      return remove(placeOf(root, path));
    case 'replace':
      return replace(placeOf(root, path), value ?? null);
    case 'move': {
      const place = placeOf(root, from);
      const moved = valueAt(place);
      return remove(place) && add(placeOf(root, path), moved);
    }
    case 'copy': {
      const place = placeOf(root, from);
      const copied = valueAt(place) ?? (place && !Array.isArray(place.parent) ? null : undefined);
      return copied !== undefined && add(placeOf(root, path), cloneJson(copied));
    }
    default:
      return test(root, path, value);
  }
}

/** What a path leads to; undefined: nothing. */
export function valueIn(root: unknown, path: string): unknown {
  return valueAt(placeOf(root, path));
}

interface Place {
  readonly parent: Record<string, unknown> | unknown[];
  readonly key: string;
}

/** undefined where a parent is missing, and for the root. */
function placeOf(root: unknown, path: string): Place | undefined {
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop();
  if (last === undefined) return undefined;
  let parent = root;
  for (const key of keys) {
    if (Array.isArray(parent)) parent = parent[indexOf(parent.length, key)];
    else parent = isMap(parent) ? memberOf(parent, key) : undefined;
  }
  return Array.isArray(parent) || isMap(parent) ? { parent, key: last } : undefined;
}

function valueAt(place: Place | undefined): unknown {
  if (!place) return undefined;
  const { parent, key } = place;
  return Array.isArray(parent) ? parent[indexOf(parent.length, key)] : memberOf(parent, key);
}

function add(place: Place | undefined, value: unknown): boolean {
  if (!place) return false;
  const { parent, key } = place;
  if (!Array.isArray(parent)) {
    setMember(parent, key, value);
    return true;
  }
  const at = key === '-' ? parent.length : indexOf(parent.length + 1, key);
  if (at < 0) return false;
  parent.splice(at, 0, value);
  return true;
}

function remove(place: Place | undefined): boolean {
  if (!place || valueAt(place) === undefined) return false;
  const { parent, key } = place;
  if (Array.isArray(parent)) parent.splice(indexOf(parent.length, key), 1);
  else delete parent[key];
  return true;
}

/** A member that is missing is added. */
function replace(place: Place | undefined, value: unknown): boolean {
  if (!place) return false;
  const { parent, key } = place;
  if (!Array.isArray(parent)) return add(place, value);
  const at = indexOf(parent.length, key);
  if (at < 0) return false;
  parent[at] = value;
  return true;
}

/** A missing member passes a test for null. */
function test(root: unknown, path: string, value: unknown): boolean {
  if (path === '') return deepEqual(root, value);
  const place = placeOf(root, path);
  return place !== undefined && deepEqual(valueAt(place) ?? null, value ?? null);
}

/** Below 0 where the text is no index of a list of this length. */
function indexOf(length: number, key: string): number {
  if (!/^[+-]?\d+$/.test(key)) return -1;
  const index = Number(key);
  if (index >= length || index < -length) return -1;
  return index < 0 ? index + length : index;
}
