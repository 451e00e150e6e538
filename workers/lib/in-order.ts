import { isMap, setMember } from './member';

/** A copy of a JSON value with the members of all objects in the order of their names, as Go writes maps. */
export function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (!isMap(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) if (value[name] !== undefined) setMember(copy, name, inOrder(value[name]));
  return copy;
}
