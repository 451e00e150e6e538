import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../../workers/protocol/decision';
import { whyHere, whyNot } from '../../../src/features/scheduling/answers';
import { matrixOf } from '../../../src/features/scheduling/matrix';
import { schedulingTexts } from '../../../src/features/scheduling/i18n';
import { pending, scheduled } from './record-fixture';

const here = (record: DecisionRecord) => whyHere(record, matrixOf(record)).map(({ key, params }) => ({ key, ...params }));
const not = (record: DecisionRecord, node: string) => {
  const { key, params } = whyNot(record, matrixOf(record), node);
  return { key, ...params };
};
const counts = { node: 'b', total: 3, examined: 3, feasible: 2 };

describe('whyHere', () => {
  const cases: { name: string; record: DecisionRecord; want: object[] }[] = [
    {
      name: 'names the best and what made the difference',
      record: scheduled,
      want: [
        { key: 'best', ...counts, score: 375 },
        { key: 'lead', other: 'a', otherScore: 340, plugin: 'NodeResourcesFit', by: 35 },
      ],
    },
    {
      name: 'tells that a tie was drawn',
      record: { ...scheduled, tieBreak: { best: ['a', 'b'], chosen: 'b' } },
      want: [{ key: 'tie', ...counts, score: 375, best: 2 }],
    },
    {
      name: 'tells that only one node fits',
      record: { ...scheduled, scores: [], sampling: { ...scheduled.sampling, feasible: 1 } },
      want: [{ key: 'onlyOne', ...counts, feasible: 1 }],
    },
    {
      name: 'tells that not all nodes were looked at',
      record: { ...scheduled, sampling: { ...scheduled.sampling, total: 900, wanted: 100 } },
      want: [
        { key: 'best', ...counts, total: 900, score: 375 },
        { key: 'lead', other: 'a', otherScore: 340, plugin: 'NodeResourcesFit', by: 35 },
        { key: 'sampled', examined: 3, total: 900, wanted: 100 },
      ],
    },
    {
      name: 'lists the clauses of a pending pod',
      record: pending,
      want: [
        { key: 'noneFits', total: 4 },
        { key: 'clause', count: 3, reason: 'Insufficient cpu', plugin: 'NodeResourcesFit' },
        { key: 'clause', count: 1, reason: 'Insufficient memory', plugin: 'NodeResourcesFit' },
        { key: 'clause', count: 1, reason: 'node(s) had untolerated taint(s)', plugin: 'TaintToleration' },
        { key: 'preemptionFails', reason: 'no victims' },
      ],
    },
    {
      name: 'tells who must go in a preemption',
      record: {
        ...pending,
        statuses: [],
        nodes: [],
        preemption: { ...pending.preemption!, nominatedNode: 'n1', victims: [{ pod: 'default/low', priority: 0 }] },
      },
      want: [
        { key: 'noneFits', total: 4 },
        { key: 'preempts', node: 'n1', count: 1, victims: 'default/low' },
      ],
    },
    {
      name: 'tells what failed before any node was looked at',
      record: {
        ...pending,
        nodes: [],
        preFilter: [{ plugin: 'VolumeBinding', code: 'UnschedulableAndUnresolvable', reasons: ['persistentvolumeclaim "x" not found'] }],
      },
      want: [{ key: 'preFilterFailed', plugin: 'VolumeBinding', reason: 'persistentvolumeclaim "x" not found' }],
    },
    {
      name: 'names the gate',
      record: {
        ...pending,
        outcome: 'gated',
        preEnqueue: [{ plugin: 'SchedulingGates', code: 'UnschedulableAndUnresolvable', reasons: ['waiting for scheduling gates: [a]'] }],
      },
      want: [{ key: 'gated', plugin: 'SchedulingGates', reason: 'waiting for scheduling gates: [a]' }],
    },
  ];
  it.each(cases)('$name', ({ record, want }) => {
    expect(here(record)).toEqual(want);
  });
});

describe('whyNot', () => {
  const restricted: DecisionRecord = { ...scheduled, preFilter: [{ plugin: 'NodeAffinity', code: 'Success', nodes: ['a', 'b', 'c'] }] };
  const cases: { name: string; record: DecisionRecord; node: string; want: object }[] = [
    {
      name: 'a rejected node',
      record: scheduled,
      node: 'c',
      want: { key: 'rejected', node: 'c', plugin: 'NodeResourcesFit', reason: 'Insufficient cpu' },
    },
    {
      name: 'a lower score',
      record: scheduled,
      node: 'a',
      want: { key: 'lowerScore', node: 'a', score: 340, winner: 'b', winnerScore: 375, plugin: 'NodeResourcesFit', by: 35 },
    },
    { name: 'the chosen node', record: scheduled, node: 'b', want: { key: 'chosen', node: 'b' } },
    {
      name: 'a node that was not looked at',
      record: scheduled,
      node: 'z',
      want: { key: 'notExamined', node: 'z', examined: 3, total: 3, wanted: 3 },
    },
    {
      name: 'a node that a PreFilter left out',
      record: restricted,
      node: 'z',
      want: { key: 'excluded', node: 'z', plugin: 'NodeAffinity' },
    },
  ];
  it.each(cases)('$name', ({ record, node, want }) => {
    expect(not(record, node)).toEqual(want);
  });
});

describe('texts', () => {
  it('say the same things in both languages', () => {
    const plain = (texts: Record<string, string>) => new Set(Object.keys(texts).map((key) => key.replace(/_(one|other)$/, '')));
    expect(plain(schedulingTexts.zh)).toEqual(plain(schedulingTexts.en));
  });

  it('use the same parameters in both languages', () => {
    const holes = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).toSorted();
    for (const [key, text] of Object.entries(schedulingTexts.zh))
      expect([key, holes(text)]).toEqual([key, holes(schedulingTexts.en[key]!)]);
  });
});
