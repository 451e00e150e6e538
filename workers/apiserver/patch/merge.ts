/**
 * RFC 7386: `patch` laid over `target`. Neither is changed; parts are shared. As upstream has it (github.com/evanphx/json-patch/v4
 * merge.go), members of a new list's items are gone too when null, but not those of a list that takes an object's place.
 */
import { isMap, memberOf, setMember } from '../../lib/member';

export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return isMap(target) ? patch : withoutNulls(patch);
  const result: Record<string, unknown> = isMap(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else setMember(result, key, mergePatch(memberOf(result, key), value));
  }
  return result;
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) if (member !== null) setMember(kept, key, withoutNulls(member));
  return kept;
}
