/** The clauses of "0/5 nodes are available: 2 Insufficient cpu, ...", each with the nodes it speaks of. */
import type { DecisionRecord } from '../../../workers/protocol/decision';

export interface Clause {
  readonly reason: string;
  readonly plugin: string;
  readonly nodes: readonly string[];
  /** No preemption can help on these nodes. */
  readonly unresolvable: boolean;
}

/** Most nodes first. A node rejected for two reasons (cpu and memory) is in both clauses, as in the message. */
export function clausesOf(record: DecisionRecord): Clause[] {
  const found = new Map<string, { plugin: string; nodes: string[]; unresolvable: boolean }>();
  for (const { node, failed } of record.nodes) {
    const status = failed === undefined ? undefined : record.statuses[failed];
    for (const reason of status?.reasons ?? []) {
      const clause = found.get(reason);
      if (clause) clause.nodes.push(node);
      else found.set(reason, { plugin: status!.plugin, nodes: [node], unresolvable: status!.code === 'UnschedulableAndUnresolvable' });
    }
  }
  return [...found]
    .map(([reason, clause]) => ({ reason, ...clause }))
    .toSorted((a, b) => b.nodes.length - a.nodes.length || (a.reason < b.reason ? -1 : 1));
}
