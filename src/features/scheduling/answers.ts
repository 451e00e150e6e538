/**
 * Why here? Why not node X? Why Pending? As sentences: each is a key of ./i18n with its parameters, so that both
 * languages say the same, and may point at a row of the matrix.
 */
import type { DecisionRecord } from '../../../workers/protocol/decision';
import { clausesOf } from './clauses';
import type { Clause } from './clauses';
import type { Matrix, NodeRow } from './matrix';

export interface Sentence {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** The row it speaks of. */
  readonly node?: string;
  /** The clause of the message it explains; its rows can be shown alone. */
  readonly clause?: Clause;
}

/** The answer to "Why is this pod where it is?" for one attempt, most important first. */
export function whyHere(record: DecisionRecord, matrix: Matrix): Sentence[] {
  switch (record.outcome) {
    case 'scheduled':
      return whyScheduled(record, matrix);
    case 'gated':
      return record.preEnqueue
        .filter((verdict) => verdict.code !== 'Success')
        .map(({ plugin, reasons }) => say('gated', { plugin, reason: (reasons ?? []).join(', ') }));
    case 'error':
      return [say('error', { message: record.message })];
    default:
      return whyPending(record);
  }
}

function whyScheduled(record: DecisionRecord, matrix: Matrix): Sentence[] {
  const { sampling, node = '' } = record;
  const counts = { node, total: sampling.total, examined: sampling.examined, feasible: sampling.feasible };
  const winner = matrix.rows.find((row) => row.node === node);
  const second = matrix.rows.find((row) => row.standing === 'feasible' && row.total !== undefined);
  const sentences: Sentence[] = [];
  if (record.takesNominatedNode) sentences.push(say('nominated', counts, node));
  else if (sampling.feasible === 1) sentences.push(say('onlyOne', counts, node));
  else if (record.tieBreak) sentences.push(say('tie', { ...counts, score: winner?.total ?? 0, best: record.tieBreak.best.length }, node));
  else if (winner?.total === undefined) sentences.push(say('unscored', counts, node));
  else sentences.push(say('best', { ...counts, score: winner.total }, node));
  if (winner && second && !record.tieBreak) {
    const lead = widestLead(winner, second);
    if (lead)
      sentences.push(say('lead', { other: second.node, otherScore: second.total ?? 0, plugin: lead.plugin, by: lead.by }, second.node));
  }
  sentences.push(...samplingSentence(record));
  return sentences;
}

function whyPending(record: DecisionRecord): Sentence[] {
  const failedBefore = record.preFilter.filter((verdict) => verdict.code !== 'Success' && verdict.code !== 'Skip');
  if (record.nodes.length === 0 && failedBefore.length > 0) {
    return failedBefore.map(({ plugin, reasons }) => say('preFilterFailed', { plugin, reason: (reasons ?? []).join(', ') }));
  }
  if (record.sampling.total === 0) return [say('noNodes', {})];
  const sentences = [say('noneFits', { total: record.sampling.total })];
  for (const clause of clausesOf(record)) {
    const { reason, plugin, nodes } = clause;
    sentences.push({ ...say('clause', { count: nodes.length, reason, plugin }), clause });
  }
  const { preemption } = record;
  if (preemption?.nominatedNode) {
    sentences.push(
      say(
        'preempts',
        {
          node: preemption.nominatedNode,
          count: preemption.victims.length,
          victims: preemption.victims.map((victim) => victim.pod).join(', '),
        },
        preemption.nominatedNode,
      ),
    );
  } else if (preemption) {
    sentences.push(say('preemptionFails', { reason: (preemption.verdict.reasons ?? []).join(', ').replace(/^.*preemption: /, '') }));
  }
  return sentences;
}

/** "Why not node X?" */
export function whyNot(record: DecisionRecord, matrix: Matrix, node: string): Sentence {
  const row = matrix.rows.find((each) => each.node === node);
  if (!row) {
    const excluded = record.preFilter.find((verdict) => verdict.nodes && !verdict.nodes.includes(node));
    return excluded
      ? say('excluded', { node, plugin: excluded.plugin })
      : say('notExamined', { node, examined: record.sampling.examined, total: record.sampling.total, wanted: record.sampling.wanted });
  }
  if (row.rejection) return say('rejected', { node, plugin: row.rejection.plugin, reason: (row.rejection.reasons ?? []).join(', ') }, node);
  if (row.standing === 'chosen') return say('chosen', { node }, node);
  const winner = matrix.rows.find((each) => each.standing === 'chosen');
  if (!winner || row.total === undefined || winner.total === undefined) return say('feasibleOnly', { node }, node);
  if (row.total === winner.total)
    return say('lostDraw', { node, score: row.total, best: record.tieBreak?.best.length ?? 2, winner: winner.node }, node);
  const lead = widestLead(winner, row);
  return say(
    'lowerScore',
    { node, score: row.total, winner: winner.node, winnerScore: winner.total, plugin: lead?.plugin ?? '', by: lead?.by ?? 0 },
    node,
  );
}

function samplingSentence({ sampling }: DecisionRecord): Sentence[] {
  if (sampling.examined >= sampling.total) return [];
  return [say('sampled', { examined: sampling.examined, total: sampling.total, wanted: sampling.wanted })];
}

/** The plugin by which `winner` got furthest ahead of `other`. */
function widestLead(winner: NodeRow, other: NodeRow): { plugin: string; by: number } | undefined {
  const leads = winner.scores.map((score, index) => ({ plugin: score.plugin, by: score.weighted - (other.scores[index]?.weighted ?? 0) }));
  return leads.filter((lead) => lead.by > 0).toSorted((a, b) => b.by - a.by)[0];
}

function say(key: string, params: Sentence['params'], node?: string): Sentence {
  return { key, params, ...(node ? { node } : {}) };
}
