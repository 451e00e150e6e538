import { fits } from '../../resources/schema/numbers';

/** A JSON value as Go's %v prints the decoded map: keys sorted, "map[a:1 b:[x y]]". */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${key}:${goValue(member)}`);
  return `map[${members.join(' ')}]`;
}

/** What Go calls the type of a decoded JSON value. */
export function goTypeOf(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'number') return Number.isInteger(value) && fits('l', value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : value === null ? '<nil>' : 'map[string]interface {}';
}

/** A JSON value as Go's %s prints it, which suits texts only. */
export function goString(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '%!s(<nil>)';
  if (Array.isArray(value)) return `[${value.map(goString).join(' ')}]`;
  if (typeof value !== 'object') return `%!s(${goTypeOf(value)}=${String(value)})`;
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${key}:${goString(member)}`);
  return `map[${members.join(' ')}]`;
}
