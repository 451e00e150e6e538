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
