/** Go's zero values, as far as a decoded object shows them. */
import { fillAlwaysWritten } from './always-written';
import { tagOf } from './go-types';
import { typeNamed } from './structure';
import type { FieldType, StructType } from './structure';

/** Whether Go does not write this value of a field: `omitempty`, and values without anything in them. */
export function isDropped(type: StructType, name: string, field: FieldType, value: unknown): boolean {
  return isEmpty(value) && (field.wrappers !== '' || (field.type === undefined && tagOf(type, name) === '.'));
}

function isEmpty(value: unknown): boolean {
  return value === '' || value === 0 || value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

/** What null stands for in a list or map of the field; `depth`: how many wrappers are around it. */
export function zeroOf(field: FieldType, depth: number): unknown {
  if (field.wrappers[depth] !== undefined) {
    return field.wrappers[depth] === '[' ? [] : {};
  }
  if (field.type !== undefined) {
    const zero = {};
    fillAlwaysWritten(typeNamed(field.type), zero);
    return zero;
  }
  if (field.scalar === 't' || field.scalar === 'T') return null;
  return field.scalar === 's' || field.scalar === 'y' ? '' : field.scalar === 'b' ? false : field.scalar === 'q' ? '0' : 0;
}
