import type { Kind } from '../kinds';

/** Kinds whose rules choose the name. */
const FIXED = ['IPAddress', 'APIService'];

/** The kind's seed under a name of its own. */
export function named(kind: Kind, wanted: string): { readonly object: Record<string, unknown>; readonly path: string } {
  const seed = kind.seed();
  const metadata = seed['metadata'] as { readonly name: string };
  const name = FIXED.includes(kind.name) ? metadata.name : wanted;
  return { object: { ...seed, metadata: { ...metadata, name, labels: { app: 'a' } } }, path: `${kind.collection}/${name}` };
}
