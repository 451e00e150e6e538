/**
 * The three-way strategic merge patch of `kubectl apply`: what the manifest says now, what it said last time and what
 * is stored. Only fields the manifest speaks of change; fields it stopped mentioning go away.
 * Source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go, 1.36.
 * Differs: $setElementOrder is sent only where the order or the set of elements changes.
 */
import type { FieldSchema, SchemaBook } from './schema';

type Fields = Record<string, unknown>;

export interface ThreeWay {
  readonly original: unknown;
  readonly modified: unknown;
  readonly current: unknown;
}

/** Without a schema (custom resources) lists are replaced whole, which is the JSON merge patch. */
export function threeWayPatch({ original, modified, current }: ThreeWay, book?: SchemaBook, schema?: FieldSchema): Fields {
  return mapPatch(fieldsOf(original), fieldsOf(modified), fieldsOf(current), book, schema);
}

function mapPatch(original: Fields, modified: Fields, current: Fields, book?: SchemaBook, schema?: FieldSchema): Fields {
  const patch: Fields = {};
  for (const [key, wanted] of Object.entries(modified)) {
    if (wanted === null || wanted === undefined) {
      if (key in current) patch[key] = null;
      continue;
    }
    const field = schema && book?.child(schema, key);
    const stored = current[key];
    if (stored === undefined) patch[key] = wanted;
    else if (isFields(wanted) && isFields(stored)) setMap(patch, key, fieldsOf(original[key]), wanted, stored, book, field);
    else if (Array.isArray(wanted) && Array.isArray(stored)) setList(patch, key, listOf(original[key]), wanted, stored, book, field);
    else if (!deepEqual(wanted, stored)) patch[key] = wanted;
  }
  for (const key of Object.keys(original)) {
    if (!(key in modified) && key in current) patch[key] = null;
  }
  return patch;
}

function setMap(
  patch: Fields,
  key: string,
  original: Fields,
  wanted: Fields,
  stored: Fields,
  book?: SchemaBook,
  field?: FieldSchema,
): void {
  const inner = mapPatch(original, wanted, stored, book, field);
  if (Object.keys(inner).length === 0) return;
  patch[key] = strategies(field).has('retainKeys') ? { $retainKeys: Object.keys(wanted).toSorted(), ...inner } : inner;
}

function setList(
  patch: Fields,
  key: string,
  original: unknown[],
  wanted: unknown[],
  stored: unknown[],
  book?: SchemaBook,
  field?: FieldSchema,
): void {
  if (deepEqual(wanted, stored)) return;
  const mergeKey = field?.['x-kubernetes-patch-merge-key'];
  if (!strategies(field).has('merge')) {
    patch[key] = wanted;
  } else if (mergeKey && [...wanted, ...stored].every((item) => isFields(item) && item[mergeKey] !== undefined)) {
    setKeyedList(patch, key, mergeKey, original.filter(isFields), wanted as Fields[], stored as Fields[], book, field);
  } else if (mergeKey) {
    patch[key] = wanted;
  } else {
    const added = wanted.filter((item) => !stored.includes(item));
    const removed = original.filter((item) => !wanted.includes(item) && stored.includes(item));
    if (added.length > 0) patch[key] = added;
    if (removed.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = removed;
  }
}

function setKeyedList(
  patch: Fields,
  key: string,
  mergeKey: string,
  original: Fields[],
  wanted: Fields[],
  stored: Fields[],
  book?: SchemaBook,
  field?: FieldSchema,
): void {
  const find = (list: readonly Fields[], item: Fields): Fields | undefined =>
    list.find((other) => deepEqual(other[mergeKey], item[mergeKey]));
  const itemSchema = field?.items && book?.resolve(field.items);
  const changes: Fields[] = [];
  for (const item of wanted) {
    const present = find(stored, item);
    if (!present) {
      changes.push(item);
      continue;
    }
    const inner = mapPatch(find(original, item) ?? {}, item, present, book, itemSchema);
    if (Object.keys(inner).length === 0) continue;
    const retain = strategies(field).has('retainKeys') ? { $retainKeys: Object.keys(item).toSorted() } : {};
    changes.push({ ...retain, ...inner, [mergeKey]: item[mergeKey] });
  }
  for (const item of original) {
    if (!find(wanted, item) && find(stored, item)) changes.push({ $patch: 'delete', [mergeKey]: item[mergeKey] });
  }
  const order = wanted.map((item) => item[mergeKey]);
  const storedOrder = stored.filter((item) => find(wanted, item)).map((item) => item[mergeKey]);
  if (!deepEqual(order, storedOrder)) patch[`$setElementOrder/${key}`] = wanted.map((item) => ({ [mergeKey]: item[mergeKey] }));
  if (changes.length > 0) patch[key] = changes;
}

function strategies(field: FieldSchema | undefined): ReadonlySet<string> {
  return new Set((field?.['x-kubernetes-patch-strategy'] ?? '').split(','));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function deepEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left))
    return Array.isArray(right) && left.length === right.length && left.every((item, index) => deepEqual(item, right[index]));
  if (!isFields(left) || !isFields(right)) return false;
  const keys = Object.keys(left);
  return keys.length === Object.keys(right).length && keys.every((key) => key in right && deepEqual(left[key], right[key]));
}
