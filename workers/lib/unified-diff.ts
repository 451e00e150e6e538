/**
 * Unified diffs of texts, hunk for hunk as Python's difflib finds them (and Go's port of it, which Kubernetes prints):
 * longest matching block first, lines that are very frequent in a long text start no match.
 */
const CONTEXT = 3;
/** From this many lines on, a line that makes up more than 1 % of the text is too common to start a match. */
const POPULAR_FROM = 200;

interface Block {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

/** A stretch of `a` that is replaced by one of `b`; both may be empty, and equal ones are kept. */
interface Change {
  readonly equal: boolean;
  readonly a: readonly [from: number, to: number];
  readonly b: readonly [from: number, to: number];
}

/** Without file names; "" where nothing differs. */
export function unifiedDiff(before: string, after: string): string {
  const a = before.split('\n');
  const b = after.split('\n');
  const lines: string[] = [];
  for (const group of grouped(changes(a, b))) {
    const [first, last] = [group[0] as Change, group.at(-1) as Change];
    lines.push(`@@ -${range(first.a[0], last.a[1])} +${range(first.b[0], last.b[1])} @@`);
    for (const change of group) {
      if (change.equal) lines.push(...a.slice(...change.a).map((line) => ` ${line}`));
      else lines.push(...a.slice(...change.a).map((line) => `-${line}`), ...b.slice(...change.b).map((line) => `+${line}`));
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

function range(from: number, to: number): string {
  const length = to - from;
  if (length === 1) return `${from + 1}`;
  return `${length === 0 ? from : from + 1},${length}`;
}

function changes(a: readonly string[], b: readonly string[]): Change[] {
  const found: Change[] = [];
  let [i, j] = [0, 0];
  for (const { a: from, b: to, size } of [...blocks(a, b), { a: a.length, b: b.length, size: 0 }]) {
    if (i < from || j < to) found.push({ equal: false, a: [i, from], b: [j, to] });
    if (size > 0) found.push({ equal: true, a: [from, from + size], b: [to, to + size] });
    [i, j] = [from + size, to + size];
  }
  return found;
}

/** Changes with at most CONTEXT equal lines around them; those nearer than twice that share a hunk. */
function grouped(all: readonly Change[]): Change[][] {
  const groups: Change[][] = [];
  let group: Change[] = [];
  for (const [index, change] of all.entries()) {
    if (!change.equal) {
      group.push(change);
      continue;
    }
    const [from, to] = change.a;
    const head: Change = {
      equal: true,
      a: [from, Math.min(to, from + CONTEXT)],
      b: [change.b[0], Math.min(change.b[1], change.b[0] + CONTEXT)],
    };
    const tail: Change = {
      equal: true,
      a: [Math.max(from, to - CONTEXT), to],
      b: [Math.max(change.b[0], change.b[1] - CONTEXT), change.b[1]],
    };
    const isLast = index === all.length - 1;
    if (group.length === 0) {
      if (!isLast) group = [tail];
    } else if (isLast || to - from > 2 * CONTEXT) {
      groups.push([...group, head]);
      group = isLast ? [] : [tail];
    } else group.push(change);
  }
  if (group.some(({ equal }) => !equal)) groups.push(group);
  return groups;
}

function blocks(a: readonly string[], b: readonly string[]): Block[] {
  const places = new Map<string, number[]>();
  for (const [index, line] of b.entries()) places.set(line, [...(places.get(line) ?? []), index]);
  if (b.length >= POPULAR_FROM) {
    const most = Math.floor(b.length / 100) + 1;
    for (const [line, indices] of places) if (indices.length > most) places.delete(line);
  }
  const found: Block[] = [];
  const open: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [aLow, aHigh, bLow, bHigh] = next;
    const block = longest(a, b, places, next);
    if (block.size === 0) continue;
    found.push(block);
    if (aLow < block.a && bLow < block.b) open.push([aLow, block.a, bLow, block.b]);
    if (block.a + block.size < aHigh && block.b + block.size < bHigh) open.push([block.a + block.size, aHigh, block.b + block.size, bHigh]);
  }
  return joined(found.sort((left, right) => left.a - right.a || left.b - right.b));
}

function joined(sorted: readonly Block[]): Block[] {
  const result: Block[] = [];
  for (const block of sorted) {
    const last = result.at(-1);
    if (last && last.a + last.size === block.a && last.b + last.size === block.b) {
      result[result.length - 1] = { ...last, size: last.size + block.size };
    } else result.push(block);
  }
  return result;
}

function longest(
  a: readonly string[],
  b: readonly string[],
  places: ReadonlyMap<string, readonly number[]>,
  [aLow, aHigh, bLow, bHigh]: readonly [number, number, number, number],
): Block {
  let best: Block = { a: aLow, b: bLow, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = aLow; i < aHigh; i++) {
    const next = new Map<number, number>();
    for (const j of places.get(a[i] as string) ?? []) {
      if (j < bLow) continue;
      if (j >= bHigh) break;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  let { a: i, b: j, size } = best;
  while (i > aLow && j > bLow && a[i - 1] === b[j - 1]) [i, j, size] = [i - 1, j - 1, size + 1];
  while (i + size < aHigh && j + size < bHigh && a[i + size] === b[j + size]) size++;
  return { a: i, b: j, size };
}
