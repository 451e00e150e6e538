import type { NodeStatuses } from './plugin';

/**
 * Why no node fits, in one sentence (source: kube-scheduler framework/types.go FitError, 1.36).
 * `preFilterMessage` stands for all nodes; else every node counts once per reason, "<count> <reason>" sorted as texts.
 */
export function fitErrorMessage(nodeCount: number, statuses: NodeStatuses, preFilterMessage: string | undefined): string {
  const head = `0/${nodeCount} nodes are available`;
  if (preFilterMessage !== undefined) return `${head}: ${preFilterMessage}.`;
  const counts = new Map<string, number>();
  const count = (reason: string, by: number) => counts.set(reason, (counts.get(reason) ?? 0) + by);
  for (const answer of statuses.byNode.values()) for (const reason of answer.reasons ?? []) count(reason, 1);
  const absent = nodeCount - statuses.byNode.size;
  if (absent > 0) for (const reason of statuses.absent?.reasons ?? []) count(reason, absent);
  const parts = [...counts].map(([reason, times]) => `${times} ${reason}`).sort();
  return parts.length > 0 ? `${head}: ${parts.join(', ')}.` : `${head}:.`;
}
