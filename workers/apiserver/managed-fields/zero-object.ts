/**
 * What an empty Go object of a type looks like in JSON: members that are written even when empty. A field that is missing
 * from it is new to whoever sets it first; one that is there is only given a value.
 */
import { SCALAR_ZEROS, tagOf } from '../../resources/schema/go-types';
import { typeNamed } from '../../resources/schema/structure';
import type { StructType } from '../../resources/schema/structure';

export function zeroObject(type: StructType): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, field] of type.fields) {
    const tag = tagOf(type, name);
    if (tag === 'n') result[name] = null;
    else if (tag === 'w' || tag === 's')
      result[name] = field.type === undefined ? SCALAR_ZEROS[field.scalar ?? 'o'] : zeroObject(typeNamed(field.type));
  }
  return result;
}
