import { BOOL, BYTES, DOUBLE, INT, NULL, STRING, UINT } from './types';
import type { CelType } from './types';
import { Uint } from './value';
import type { Value } from './value';

/** Of a literal. */
export function constantType(value: Value): CelType {
  switch (typeof value) {
    case 'bigint':
      return INT;
    case 'number':
      return DOUBLE;
    case 'string':
      return STRING;
    case 'boolean':
      return BOOL;
    default:
      return value === null ? NULL : value instanceof Uint ? UINT : BYTES;
  }
}
