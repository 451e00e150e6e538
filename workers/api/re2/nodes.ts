/** What a regular expression is made of. */
import type { Ranges } from './classes';

export type ClassItem = { readonly ranges: Ranges } | { readonly property: string; readonly negated: boolean };

export type Node =
  | { readonly op: 'literal'; readonly text: string; readonly fold: boolean }
  | { readonly op: 'class'; readonly items: readonly ClassItem[]; readonly negated: boolean; readonly fold: boolean }
  | { readonly op: 'any'; readonly newline: boolean }
  | { readonly op: 'assert'; readonly what: 'begin' | 'end' | 'line-begin' | 'line-end' | 'word' | 'no-word' }
  | { readonly op: 'sequence' | 'choice'; readonly nodes: readonly Node[] }
  | { readonly op: 'group'; readonly node: Node; readonly capture: boolean }
  | { readonly op: 'repeat'; readonly node: Node; readonly min: number; readonly max: number; readonly lazy: boolean };

/** Repetitions inside repetitions: their counts multiplied stay below the limit. */
export function isRepeatable(node: Node, limit: number): boolean {
  switch (node.op) {
    case 'repeat': {
      const count = node.max < 0 ? node.min : node.max;
      if (node.max === 0) return true;
      if (count > limit) return false;
      return isRepeatable(node.node, count > 0 ? Math.floor(limit / count) : limit);
    }
    case 'sequence':
    case 'choice':
      return node.nodes.every((each) => isRepeatable(each, limit));
    case 'group':
      return isRepeatable(node.node, limit);
    default:
      return true;
  }
}

/** What `(?imsU)` turns on. */
export interface Flags {
  readonly fold: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly lazy: boolean;
}

export function withFlags(flags: Flags, letters: string, on: boolean): Flags {
  const has = (letter: string, now: boolean) => (letters.includes(letter) ? on : now);
  return { fold: has('i', flags.fold), multiline: has('m', flags.multiline), dotAll: has('s', flags.dotAll), lazy: has('U', flags.lazy) };
}
