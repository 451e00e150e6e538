/** How deep bodies and objects may nest. Differs: upstream gives up at 10,000, where the stack here would be at its end. */
export const DEPTH_MAX = 500;
/** What the owners of a field add to its depth. */
const METADATA_DEPTH_MAX = DEPTH_MAX + 16;

/**
 * Whether lists and maps of an object, or of what is to be one, nest deeper than there is room for. What it shares with `known`, which
 * does not, is not looked at.
 */
export function isTooDeep(value: unknown, known?: object): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.keys(value).some((name) =>
    nestsDeeper((value as Members)[name], (known as Members | undefined)?.[name], name === 'metadata' ? METADATA_DEPTH_MAX : DEPTH_MAX - 1),
  );
}

type Members = Readonly<Record<string, unknown>>;

function nestsDeeper(value: unknown, known: unknown, room: number): boolean {
  if (typeof value !== 'object' || value === null || value === known) return false;
  if (room === 0) return true;
  const shared = (typeof known === 'object' && known !== null ? known : NONE) as Members;
  for (const name of Object.keys(value)) if (nestsDeeper((value as Members)[name], shared[name], room - 1)) return true;
  return false;
}

const NONE: Members = {};
