import { setMember } from './member';

/** Objects of a JSON text that name a member twice, with all they name in order. */
export type Repeated = ReadonlyMap<object, readonly (readonly [string, unknown])[]>;

/** A JSON text as it was given: of members that are named twice the last. */
export interface GivenJson {
  readonly value: unknown;
  readonly repeated: Repeated;
}

/** As Go's decoder reads an object into one that is there already. */
export function merged(first: unknown, second: unknown): unknown {
  const mergeable = (each: unknown): each is Record<string, unknown> => typeof each === 'object' && each !== null && !Array.isArray(each);
  if (!mergeable(first) || !mergeable(second)) return second;
  const result = { ...first };
  for (const [name, member] of Object.entries(second)) setMember(result, name, merged(result[name], member));
  return result;
}
