import type { Node } from '../../resources/core/nodes/types';

/** Older names of labels and the stable ones whose values they repeat. */
const PAIRS: readonly (readonly [stable: string, beta: string])[] = [
  ['kubernetes.io/os', 'beta.kubernetes.io/os'],
  ['kubernetes.io/arch', 'beta.kubernetes.io/arch'],
];

/** Labels to set so that each older name has its stable label's value; undefined when all have. */
export function labelCorrections(node: Node): Record<string, string> | undefined {
  const labels = node.metadata.labels ?? {};
  const corrections: Record<string, string> = {};
  for (const [stable, beta] of PAIRS) {
    const value = labels[stable];
    if (value !== undefined && labels[beta] !== value) corrections[beta] = value;
  }
  return Object.keys(corrections).length ? corrections : undefined;
}
