/** RFC 7386: `patch` laid over `target`. Neither is changed; parts are shared. */
import { isMap, memberOf, setMember } from '../../lib/member';

export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isMap(patch)) return patch;
  const result: Record<string, unknown> = isMap(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else setMember(result, key, mergePatch(memberOf(result, key), value));
  }
  return result;
}
