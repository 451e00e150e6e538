import { describe, expect, test } from 'vitest';
import type { RowsQuestion } from '../../../../workers/protocol/decision-rows';
import { clausesOf } from '../../../../workers/scheduler/questions/clauses';
import { DecisionTables } from '../../../../workers/scheduler/questions/rows';
import { largeDecision } from './large';

const NODES = 5_000;
const question = (parts: Partial<RowsQuestion> = {}): RowsQuestion => ({
  type: 'rows',
  namespace: 'default',
  pod: 'p',
  id: 1,
  from: 0,
  count: 100,
  ...parts,
});
const { record } = largeDecision(NODES, 'pending');

describe('rows of an attempt over 5,000 nodes', () => {
  test('every node has its row on exactly one page', () => {
    const tables = new DecisionTables();
    const pages = Array.from({ length: NODES / 100 }, (_, at) => tables.page(question({ from: at * 100 }), () => record));
    const names = pages.flatMap((page) => page?.rows.map(({ node }) => node) ?? []);
    expect(pages.every((page) => page?.count === NODES)).toBe(true);
    expect(new Set(names)).toEqual(new Set(record.nodes.map(({ node }) => node)));
    expect(names.length).toBe(NODES);
  });

  test('a reason has as many rows as its clause counts', () => {
    const tables = new DecisionTables();
    for (const { reason, nodes } of clausesOf(record)) expect(tables.page(question({ reason }), () => record)?.count).toBe(nodes.length);
  });

  test('a node asked for comes first, and no other is lost', () => {
    const page = new DecisionTables().page(question({ node: 'node-4711' }), () => record);
    expect([page?.rows[0]?.node, page?.count]).toEqual(['node-4711', NODES]);
  });

  test('the record is asked for once, and again when it was pushed out', () => {
    let asked = 0;
    const tables = new DecisionTables();
    const find = () => {
      asked++;
      return record;
    };
    for (const id of [1, 1, 2, 2, 1]) tables.page(question({ id }), find);
    expect(asked).toBe(2);
    for (const id of [3, 1]) tables.page(question({ id }), find);
    expect(asked).toBe(4);
  });

  test('an attempt that is not on record has none', () => {
    expect(new DecisionTables().page(question(), () => undefined)).toBeUndefined();
  });
});
