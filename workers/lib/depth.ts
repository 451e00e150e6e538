/** How deep bodies and objects may nest. Differs: upstream gives up at 10,000, where the stack here would be at its end. */
export const DEPTH_MAX = 500;
/** What the owners of a field add to its depth. */
const METADATA_DEPTH_MAX = DEPTH_MAX + 16;

/** Whether lists and maps of an object, or of what is to be one, nest deeper than there is room for. */
export function isTooDeep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, member]) => nestsDeeper(member, name === 'metadata' ? METADATA_DEPTH_MAX : DEPTH_MAX - 1));
}

function nestsDeeper(value: unknown, room: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (room === 0) return true;
  for (const member of Array.isArray(value) ? value : Object.values(value)) if (nestsDeeper(member, room - 1)) return true;
  return false;
}
