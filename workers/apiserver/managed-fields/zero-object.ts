/**
 * What an empty Go object of a type looks like in JSON: members that are written even when empty. A field that is missing
 * from it is new to whoever sets it first; one that is there is only given a value.
 */
import { tagOf } from '../../resources/schema/go-types';
import { typeNamed } from '../../resources/schema/structure';
import type { ScalarCode, StructType } from '../../resources/schema/structure';

const ZEROS: Readonly<Record<ScalarCode, unknown>> = {
  s: '',
  i: 0,
  l: 0,
  d: 0,
  b: false,
  q: '0',
  x: 0,
  t: null,
  T: null,
  o: null,
  y: null,
};

export function zeroObject(type: StructType): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, field] of type.fields) {
    const tag = tagOf(type, name);
    if (tag === 'n') result[name] = null;
    else if (tag === 'w' || tag === 's')
      result[name] = field.type === undefined ? ZEROS[field.scalar ?? 'o'] : zeroObject(typeNamed(field.type));
  }
  return result;
}
