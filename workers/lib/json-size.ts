/** Whether `value` as compact JSON is longer than `limit` characters, without writing it; escapes and the digits of numbers are not counted. */
export function isJsonLonger(value: unknown, limit: number): boolean {
  return room(value, limit) < 0;
}

/** What is left of `left` after the value; negative ends the walk. */
function room(value: unknown, left: number): number {
  if (typeof value === 'string') return left - value.length - 2;
  if (typeof value !== 'object' || value === null) return left - 4;
  let rest = left - 2;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length && rest >= 0; at++) rest = room(value[at], rest - 1);
    return rest;
  }
  for (const key in value) {
    rest = room((value as Record<string, unknown>)[key], rest - key.length - 4);
    if (rest < 0) break;
  }
  return rest;
}
