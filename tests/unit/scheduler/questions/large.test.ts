import { expect, test } from 'vitest';
import { matrixOf } from '../../../../workers/scheduler/questions/matrix';
import { answerWhy } from '../../../../workers/scheduler/questions/answer';
import { largeDecision } from './large';

const question = { type: 'why', namespace: 'default', pod: 'p', node: 'node-4711', changes: true } as const;

test('5,000 nodes that do not fit: three clauses that count them all, and the smallest changes', () => {
  const { record, world, info } = largeDecision(5_000, 'pending');
  const { why, whyNot, changes = [] } = answerWhy(record, question, world, info);
  expect(why.flatMap(({ clause }) => (clause ? [[clause.reason, clause.nodes.length]] : []))).toEqual([
    ['Insufficient cpu', 3_000],
    ['node(s) had untolerated taint(s)', 1_000],
    ['node(s) were unschedulable', 1_000],
  ]);
  expect(whyNot?.key).toBe('rejected');
  expect(changes[0]).toMatchObject({ edits: [{ kind: 'lowerRequest', params: { resource: 'cpu', from: '2', to: '1' } }], fits: 3_000 });
});

test('5,000 nodes of which some fit: every one has its row', () => {
  const { record } = largeDecision(5_000, 'scheduled');
  const { rows } = matrixOf(record);
  expect(rows.length).toBe(5_000);
  expect(rows.filter(({ standing }) => standing === 'feasible').length).toBe(record.sampling.feasible - 1);
});
