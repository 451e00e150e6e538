/**
 * Lists and maps that a client gave without anything in them. Go keeps them apart from absent ones until they are stored, and shows
 * them where it prints a value; everything else here takes them as absent. They are noted beside the fields, under a symbol that
 * copies of the object keep and JSON does not show; requests carry them in `ApiRequest.emptied`, so that a journal does.
 */
import type { EmptyField } from '../../api/request';
import { setMember } from '../../lib/member';

const EMPTIED = Symbol('emptied');

interface WithEmptied {
  [EMPTIED]?: Readonly<Record<string, object>>;
}

export function noteEmpty(owner: object, name: string, value: object): void {
  const noted = owner as WithEmptied;
  noted[EMPTIED] = { ...noted[EMPTIED], [name]: value };
}

/** All that is noted in `value`, by path. */
export function emptyFields(value: unknown): readonly EmptyField[] {
  const found: EmptyField[] = [];
  collect(value, [], found);
  return found;
}

function collect(value: unknown, path: readonly string[], found: EmptyField[]): void {
  if (value === null || typeof value !== 'object') return;
  for (const [name, given] of Object.entries(emptiedOf(value))) found.push({ path: [...path, name], value: given });
  for (const [name, member] of Object.entries(value)) if (typeof member === 'object') collect(member, [...path, name], found);
}

/** Changes `object`; what it does not have is passed over. */
export function noteEmptyFields(object: object, fields: readonly EmptyField[]): void {
  for (const { path, value } of fields) {
    const owner = path.slice(0, -1).reduce<unknown>((parent, step) => (parent as Record<string, unknown> | undefined)?.[step], object);
    if (typeof owner === 'object' && owner !== null) noteEmpty(owner, path.at(-1) as string, value);
  }
}

/** The fields of `owner` that were given empty, by name. */
export function emptiedOf(owner: object): Readonly<Record<string, object>> {
  return (owner as WithEmptied)[EMPTIED] ?? NONE;
}

/** A list or map of `owner` as Go prints it: null where nobody gave it. */
export function printed(owner: object | undefined, name: string): unknown {
  return owner === undefined ? null : ((owner as Readonly<Record<string, unknown>>)[name] ?? emptiedOf(owner)[name] ?? null);
}

/** A deep copy of a JSON value with what is noted in it. */
export function cloneGiven<T>(value: T): T {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(cloneGiven) as T;
  const copy: Record<string, unknown> & WithEmptied = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) setMember(copy, name, cloneGiven(member));
  const noted = (value as WithEmptied)[EMPTIED];
  if (noted) copy[EMPTIED] = noted;
  return copy as T;
}

/** What is stored or answered knows nothing of it. Changes `value` itself. */
export function forgetEmptied(value: object): void {
  if ((value as WithEmptied)[EMPTIED] !== undefined) delete (value as WithEmptied)[EMPTIED];
  for (const name in value) {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof member === 'object' && member !== null) forgetEmptied(member);
  }
}

const NONE: Readonly<Record<string, object>> = {};

/** Whether anything in `value` was given empty: Go's reflection takes it for another value than an absent one. */
export function holdsEmptied(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  const fields = value as Readonly<Record<string, unknown>>;
  return Object.keys(emptiedOf(value)).some((name) => fields[name] === undefined) || Object.values(value).some(holdsEmptied);
}
