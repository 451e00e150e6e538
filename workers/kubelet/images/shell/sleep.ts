import type { Node } from './parse';

/** For `sleep infinity`, and a cap on any other. */
const SLEEP_MS_MAX = 10 ** 10;

/** How long one pass sleeps, of a loop `while true; do sleep n; done`; undefined for any other. */
export function restMs(node: Extract<Node, { type: 'while' }>): number | undefined {
  const { condition, body } = node;
  if (node.until || condition.type !== 'list' || condition.items.length !== 1 || body.type !== 'list' || body.items.length !== 1)
    return undefined;
  const [test] = condition.items;
  const [only] = body.items;
  if (test?.type !== 'simple' || (test.words[0] !== ':' && test.words[0] !== 'true') || test.redirections.length) return undefined;
  return only?.type === 'simple' && only.words[0] === 'sleep' && only.words.length === 2 && /^[\d.]+[smhd]?$/.test(only.words[1] ?? '')
    ? sleepMs(only.words.slice(1))
    : undefined;
}

export function sleepMs(args: readonly string[]): number {
  const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  const text = args[0] ?? '0';
  if (text === 'infinity') return SLEEP_MS_MAX;
  return Math.min(Math.round(Number.parseFloat(text) * (units[text.at(-1) ?? 's'] ?? 1000)) || 0, SLEEP_MS_MAX);
}
