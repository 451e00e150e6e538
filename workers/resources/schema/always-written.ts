/**
 * Fields that Go writes even when nobody set them, because their tags lack `omitempty` or they are structs in place: what a stored
 * object has there after a round trip through the API types.
 */
import { SCALAR_ZEROS, tagOf } from './go-types';
import { typeNamed } from './structure';
import type { FieldType, StructType } from './structure';

type Make = () => unknown;

/** Left to defaulting and validation, which look for what the client gave. */
const EXEMPT = new Set(['core.v1.ContainerPort.containerPort', 'core.v1.ServicePort.port', 'scheduling.v1.PriorityClass.value']);

const known = new Map<string, readonly (readonly [string, Make])[]>();

/** Fills what is missing in `object`, which is of that type. */
export function fillAlwaysWritten(type: StructType, object: Record<string, unknown>): void {
  for (const [name, make] of fillsOf(type)) {
    if (object[name] === undefined) {
      object[name] = make();
    }
  }
}

function fillsOf(type: StructType): readonly (readonly [string, Make])[] {
  let fills = known.get(type.name);
  if (!fills) {
    fills = [...type.fields].flatMap(([name, field]) => fillOf(type, name, field));
    known.set(type.name, fills);
  }
  return fills;
}

function fillOf(type: StructType, name: string, field: FieldType): readonly (readonly [string, Make])[] {
  if (EXEMPT.has(`${type.name}.${name}`)) return [];
  const tag = tagOf(type, name);
  if (tag === 'n') return [[name, () => null]];
  if (tag !== 'w' && tag !== 's') return [];
  if (field.type !== undefined && field.wrappers === '') {
    const inner = typeNamed(field.type);
    return [[name, () => filled(inner)]];
  }
  const zero = field.scalar && SCALAR_ZEROS[field.scalar];
  return [[name, () => zero]];
}

function filled(type: StructType): Record<string, unknown> {
  const object = {};
  fillAlwaysWritten(type, object);
  return object;
}
