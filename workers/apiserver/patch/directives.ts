/** What becomes of directives and nulls in the parts of a patch that meet nothing to merge with. Values are changed in place. */
import { isMap } from '../../lib/member';

export const DIRECTIVE = '$patch';

/** undefined where the value itself carries a directive; lists and maps lose the members that do. */
export function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirectives).filter((item) => item !== undefined);
  if (!isMap(value)) return value;
  if (Object.hasOwn(value, DIRECTIVE)) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const kept = withoutDirectives(member);
    if (kept === undefined) delete value[key];
    else if (kept !== member) value[key] = kept;
  }
  return value;
}

/** Maps lose the members that are null. */
export function dropNulls(value: unknown): void {
  if (Array.isArray(value)) value.forEach(dropNulls);
  if (!isMap(value)) return;
  for (const [key, member] of Object.entries(value)) {
    if (member === null) delete value[key];
    else dropNulls(member);
  }
}
