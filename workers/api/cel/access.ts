/** Members of values (source: cel-go interpreter/attributes.go and common/types/{list,map}.go). */
import { CelError, MapValue, Optional, Struct, equal, numberOf, typeNameOf } from './value';
import type { Value } from './value';

const keyText = (key: Value) => (typeof key === 'object' && key !== null ? String(numberOf(key) ?? typeNameOf(key)) : String(key));

/** `value.field` */
export function selected(value: Value, field: string): Value {
  if (value instanceof Optional) return choose(value, field);
  const found = value instanceof MapValue ? value.find(field) : undefined;
  if (found !== undefined) return found;
  if (Array.isArray(value)) throw new CelError(`unsupported index type 'string' in list`);
  throw new CelError(`no such key: ${field}`);
}

/** `has(value.field)`. A typed literal has what was written. */
export function present(value: Value, field: string): boolean {
  if (value instanceof Optional) return value.value !== undefined && present(value.value, field);
  if (value instanceof Struct) return value.has(field);
  return value instanceof MapValue && value.find(field) !== undefined;
}

/** `value[key]` */
export function at(value: Value, key: Value): Value {
  if (value instanceof Optional) return indexed(value, key);
  if (Array.isArray(value)) {
    const index = listIndex(key);
    const found = (value as readonly Value[])[Number(index)];
    if (index < 0n || found === undefined) throw new CelError(`index out of bounds: ${index}`);
    return found;
  }
  const found = value instanceof MapValue ? value.find(key) : undefined;
  if (found !== undefined) return found;
  throw new CelError(`no such key: ${keyText(key)}`);
}

function listIndex(key: Value): bigint {
  const index = numberOf(key);
  if (index === undefined) throw new CelError(`unsupported index type '${typeNameOf(key)}' in list`);
  if (typeof index === 'number' && !Number.isInteger(index)) throw new CelError(`unsupported index value ${index} in list`);
  return BigInt(index);
}

/** `value[?key]` */
export function indexed(value: Value, key: Value): Optional {
  if (value instanceof Optional) return value.value === undefined ? value : indexed(value.value, key);
  if (Array.isArray(value)) {
    const index = listIndex(key);
    const found = index < 0n ? undefined : (value as readonly Value[])[Number(index)];
    return found === undefined ? Optional.none : new Optional(found);
  }
  const found = value instanceof MapValue ? value.find(key) : undefined;
  return found === undefined ? Optional.none : new Optional(found);
}

/** `value.?field` */
export function choose(value: Value, field: Value): Optional {
  if (Array.isArray(value)) throw new CelError(`unsupported index type 'string' in list`);
  if (value instanceof Optional) return value.value === undefined ? value : choose(value.value, field);
  if (!(value instanceof MapValue) || (value instanceof Struct && !value.has(String(field)))) return Optional.none;
  const found = value.find(field);
  return found === undefined ? Optional.none : new Optional(found);
}

/** `item in holder` */
export function isMember(item: Value, holder: Value): boolean {
  if (Array.isArray(holder)) return (holder as readonly Value[]).some((each) => equal(each, item));
  if (holder instanceof MapValue) return holder.find(item) !== undefined;
  throw new CelError('no such overload');
}
