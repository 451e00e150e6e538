/** "Why not on this node?" for one attempt. Pure. */
import type { DecisionRecord, Sentence } from '../../protocol/decision';
import { say, widestLead } from './sentence';

export function whyNot(record: DecisionRecord, node: string): Sentence {
  const row = record.nodes.find((each) => each.node === node);
  if (!row) return notExamined(record, node);
  const rejection = row.failed === undefined ? undefined : record.statuses[row.failed];
  const here = { table: 'nodes', nodes: [node] } as const;
  if (rejection) {
    const { plugin, reasons = [] } = rejection;
    return say('rejected', { node, plugin, reason: reasons.join(', ') }, { ...here, plugin }, node);
  }
  if (node === record.node) return say('chosen', { node }, here, node);
  const winner = record.scores.find((score) => score.node === record.node);
  const score = record.scores.find((each) => each.node === node)?.total;
  if (!winner || score === undefined) return say('feasibleOnly', { node }, here, node);
  const both = { table: 'scores', nodes: [winner.node, node] } as const;
  if (score === winner.total)
    return say('lostDraw', { node, score, best: record.tieBreak?.best.length ?? 2, winner: winner.node }, both, node);
  const lead = widestLead(record, winner.node, node);
  const params = { node, score, winner: winner.node, winnerScore: winner.total, plugin: lead?.plugin ?? '', by: lead?.by ?? 0 };
  return say('lowerScore', params, { ...both, ...(lead ? { plugin: lead.plugin } : {}) }, node);
}

function notExamined({ preEnqueue, preFilter, sampling }: DecisionRecord, node: string): Sentence {
  const gate = preEnqueue.find(({ code }) => code !== 'Success');
  if (gate)
    return say('gated', { plugin: gate.plugin, reason: (gate.reasons ?? []).join(', ') }, { table: 'preEnqueue', plugin: gate.plugin });
  const failed = preFilter.find(({ code }) => code !== 'Success' && code !== 'Skip');
  if (failed) {
    const { plugin, reasons = [] } = failed;
    return say('preFilterFailed', { plugin, reason: reasons.join(', ') }, { table: 'preFilter', plugin });
  }
  const excluded = preFilter.find(({ nodes }) => nodes && !nodes.includes(node));
  if (excluded) return say('excluded', { node, plugin: excluded.plugin }, { table: 'preFilter', plugin: excluded.plugin });
  const { examined, total, wanted } = sampling;
  return say('notExamined', { node, examined, total, wanted }, { table: 'sampling' });
}
