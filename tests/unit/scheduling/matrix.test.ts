import { describe, expect, it } from 'vitest';
import { clausesOf } from '../../../workers/scheduler/questions/clauses';
import { matrixOf } from '../../../workers/scheduler/questions/matrix';
import { shownRows } from '../../../workers/scheduler/questions/rows';
import { pending, scheduled } from './record-fixture';

describe('matrixOf', () => {
  it('puts the chosen node first, then the feasible by total, then the rejected', () => {
    expect(matrixOf(scheduled).rows.map((row) => [row.node, row.standing, row.rank, row.total])).toEqual([
      ['b', 'chosen', 1, 375],
      ['a', 'feasible', 2, 340],
      ['c', 'rejected', undefined, undefined],
    ]);
  });

  it('shows a filter after the rejection as not run', () => {
    const rejected = matrixOf(scheduled).rows.at(-1)!;
    expect(rejected.filters).toEqual(['pass', 'pass', 'fail', 'notRun']);
    expect(rejected.rejection?.reasons).toEqual(['Insufficient cpu']);
  });

  it('weighs the normalised scores', () => {
    const { rows, totalMax } = matrixOf(scheduled);
    expect(rows[0]?.scores).toEqual([
      { plugin: 'TaintToleration', weight: 3, raw: 0, norm: 100, weighted: 300 },
      { plugin: 'NodeResourcesFit', weight: 1, raw: 75, norm: 75, weighted: 75 },
    ]);
    expect(rows[0]?.scores.reduce((sum, score) => sum + score.weighted, 0)).toBe(rows[0]?.total);
    expect(totalMax).toBe(375);
  });

  it('counts names like people do', () => {
    expect(matrixOf(pending).rows.map((row) => row.node)).toEqual(['n1', 'n2', 'n3', 'n10']);
  });

  it('marks where preemption makes room', () => {
    const record = {
      ...pending,
      preemption: {
        ...pending.preemption!,
        nominatedNode: 'n10',
        candidates: [{ node: 'n10', pdbViolations: 0, victims: [{ pod: 'default/low', priority: 0 }] }],
      },
    };
    expect(matrixOf(record).rows[0]).toMatchObject({ node: 'n10', standing: 'nominated', victims: 1 });
  });

  it('gives a plugin that rejected nodes before filtering a column', () => {
    const record = {
      ...pending,
      statuses: [{ plugin: 'NodeAffinity', code: 'UnschedulableAndUnresolvable' as const, reasons: ['x'] }],
      nodes: [{ node: 'n1', failed: 0 }],
      filterPlugins: ['NodeName'],
    };
    expect(matrixOf(record)).toMatchObject({ filterPlugins: ['NodeAffinity', 'NodeName'], rows: [{ filters: ['fail', 'notRun'] }] });
  });
});

describe('clausesOf', () => {
  it('counts a node under every reason it was rejected for', () => {
    expect(clausesOf(pending)).toEqual([
      { reason: 'Insufficient cpu', plugin: 'NodeResourcesFit', nodes: ['n1', 'n2', 'n10'], unresolvable: false },
      { reason: 'Insufficient memory', plugin: 'NodeResourcesFit', nodes: ['n2'], unresolvable: false },
      { reason: 'node(s) had untolerated taint(s)', plugin: 'TaintToleration', nodes: ['n3'], unresolvable: true },
    ]);
  });

  it('shows the rows of a clause alone, and a node on top', () => {
    const { rows } = matrixOf(pending);
    expect(shownRows(rows, { reason: 'Insufficient memory' }).map((row) => row.node)).toEqual(['n2']);
    expect(shownRows(rows, { node: 'n3' }).map((row) => row.node)).toEqual(['n3', 'n1', 'n2', 'n10']);
    expect(shownRows(rows, {})).toBe(rows);
  });
});
