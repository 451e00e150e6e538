/** The JSONPath of printer columns and scale paths: ".spec.a", "[0]", "['a.b']", "\\." and filters that compare a member with a text. */
import { isMap } from '../schema/json-schema';

type Step = { readonly member: string } | { readonly filter: string; readonly equals: string } | { readonly index: number } | 'all';

/** The first value at the path; undefined where there is none. */
export function firstAt(object: unknown, path: string): unknown {
  let found: readonly unknown[] = [object];
  for (const step of stepsOf(path)) found = found.flatMap((value) => follow(value, step)).filter((value) => value !== undefined);
  return found[0];
}

function follow(value: unknown, step: Step): readonly unknown[] {
  if (step === 'all') return Array.isArray(value) ? (value as unknown[]) : isMap(value) ? Object.values(value) : [];
  if ('member' in step) return isMap(value) ? [value[step.member]] : [];
  if (!Array.isArray(value)) return [];
  if ('index' in step) return [value.at(step.index)];
  return value.filter((item) => String(firstAt(item, step.filter)) === step.equals);
}

const parsed = new Map<string, readonly Step[]>();
const PARSED_MAX = 500;

function stepsOf(path: string): readonly Step[] {
  let steps = parsed.get(path);
  if (!steps) {
    if (parsed.size >= PARSED_MAX) parsed.clear();
    steps = [
      ...path.matchAll(
        /\.((?:\\.|[^.[\]\\])+)|\[\?\(@((?:\.[^=!<>\s)]+)+)\s*==\s*["']?([^"')]*)["']?\)\]|\[(-?\d+)\]|\[['"]([^'"]+)['"]\]|\[(\*)\]/g,
      ),
    ].map(([, member, filter, equals, index, quoted]): Step => {
      if (member !== undefined) return member === '*' ? 'all' : { member: member.replaceAll(/\\(.)/g, '$1') };
      if (filter !== undefined) return { filter, equals: equals ?? '' };
      if (index !== undefined) return { index: Number(index) };
      return quoted === undefined ? 'all' : { member: quoted };
    });
    parsed.set(path, steps);
  }
  return steps;
}

/** Sets `draft.spec.replicas` for ".spec.replicas". */
export function setAt(draft: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.replace(/^\./, '').split('.');
  let at = draft;
  for (const name of names.slice(0, -1)) at = (at[name] = { ...(isMap(at[name]) ? at[name] : {}) }) as Record<string, unknown>;
  at[names.at(-1) as string] = value;
}
