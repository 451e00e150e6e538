import type { Clause, DecisionRecord } from '../../protocol/decision';

/** Most nodes first. A node rejected for two reasons (cpu and memory) is in both clauses, as in the message. */
export function clausesOf({ nodes, statuses }: DecisionRecord): Clause[] {
  const found = new Map<string, { plugin: string; nodes: string[]; unresolvable: boolean }>();
  for (const { node, failed } of nodes) {
    const status = failed === undefined ? undefined : statuses[failed];
    for (const reason of status?.reasons ?? []) {
      const clause = found.get(reason);
      if (clause) {
        clause.nodes.push(node);
        clause.unresolvable &&= status?.code === 'UnschedulableAndUnresolvable';
      } else
        found.set(reason, { plugin: status?.plugin ?? '', nodes: [node], unresolvable: status?.code === 'UnschedulableAndUnresolvable' });
    }
  }
  return [...found]
    .map(([reason, clause]) => ({ reason, ...clause }))
    .sort((a, b) => b.nodes.length - a.nodes.length || (a.reason < b.reason ? -1 : 1));
}
