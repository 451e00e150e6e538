/** "Why is the pod where it is?" for one attempt, most important first. Pure. */
import type { DecisionRecord, Sentence } from '../../protocol/decision';
import type { Snapshot } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { say, widestLead } from './sentence';
import { whyPending } from './why-pending';

/** `world` is the cluster as it is now; without it nothing is told of how free resources are spread. */
export function why(record: DecisionRecord, world?: { readonly snapshot: Snapshot; readonly pod: PodInfo }): Sentence[] {
  switch (record.outcome) {
    case 'scheduled':
      return whyScheduled(record);
    case 'gated':
      return record.preEnqueue
        .filter(({ code }) => code !== 'Success')
        .map(({ plugin, reasons = [] }) => say('gated', { plugin, reason: reasons.join(', ') }, { table: 'preEnqueue', plugin }));
    case 'error':
      return [say('error', { message: record.message }, { table: 'message' })];
    default:
      return whyPending(record, world);
  }
}

function whyScheduled(record: DecisionRecord): Sentence[] {
  const { sampling, node = '', scores, tieBreak } = record;
  const counts = { node, total: sampling.total, examined: sampling.examined, feasible: sampling.feasible };
  const total = scores.find((score) => score.node === node)?.total;
  const here = (key: string, more: Sentence['params'], table: 'nodes' | 'scores' = 'scores') =>
    say(key, { ...counts, ...more }, { table, nodes: tieBreak?.best ?? [node] }, node);
  const sentences: Sentence[] = [];
  if (record.takesNominatedNode) sentences.push(here('nominated', {}, 'nodes'));
  else if (sampling.feasible === 1) sentences.push(here('onlyOne', {}, 'nodes'));
  else if (tieBreak) sentences.push(here('tie', { score: total ?? 0, best: tieBreak.best.length }));
  else if (total === undefined) sentences.push(here('unscored', {}, 'nodes'));
  else sentences.push(here('best', { score: total }));
  if (total !== undefined && !tieBreak) sentences.push(...leadOver(record, node));
  if (sampling.examined < sampling.total) {
    const { examined, wanted } = sampling;
    sentences.push(say('sampled', { examined, total: sampling.total, wanted }, { table: 'sampling' }));
  }
  return sentences;
}

/** What put the winner before the second best. */
function leadOver(record: DecisionRecord, winner: string): Sentence[] {
  const others = record.scores.filter(({ node }) => node !== winner);
  const [first] = others;
  if (!first) return [];
  const second = others.reduce((best, each) => (each.total > best.total ? each : best), first);
  const lead = widestLead(record, winner, second.node);
  if (!lead) return [];
  const params = { other: second.node, otherScore: second.total, plugin: lead.plugin, by: lead.by };
  return [say('lead', params, { table: 'scores', plugin: lead.plugin, nodes: [winner, second.node] }, second.node)];
}
