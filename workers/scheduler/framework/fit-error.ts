import type { Status } from './status';

/** How many nodes got each answer. */
export type AnswerCounts = ReadonlyMap<Status, number>;

/**
 * Why no node fits, in one sentence (source: kube-scheduler framework/types.go FitError, 1.36): every node counts once per reason,
 * "<count> <reason>" sorted as texts. `absent` is the answer of the nodes that nobody asked.
 */
export function fitErrorMessage(nodeCount: number, answers: AnswerCounts, absent: Status | undefined): string {
  const counts = new Map<string, number>();
  let asked = 0;
  const add = (answer: Status | undefined, times: number) => {
    for (const reason of answer?.reasons ?? []) counts.set(reason, (counts.get(reason) ?? 0) + times);
  };
  for (const [answer, times] of answers) {
    add(answer, times);
    asked += times;
  }
  if (nodeCount > asked) add(absent, nodeCount - asked);
  const parts = [...counts].map(([reason, times]) => `${times} ${reason}`).sort();
  return `0/${nodeCount} nodes are available:${parts.length > 0 ? ` ${parts.join(', ')}` : ''}.`;
}

/** The same where PreFilter turned the pod away before any node was asked. */
export function preFilterErrorMessage(nodeCount: number, message: string): string {
  return `0/${nodeCount} nodes are available: ${message}.`;
}
