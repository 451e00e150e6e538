/** One attempt as a table. Pure. */
import type { DecisionRecord } from '../../protocol/decision';
import type { FilterCell, Matrix, NodeRow } from '../../protocol/decision-rows';

export function matrixOf(record: DecisionRecord): Matrix {
  const filterPlugins = columnsOf(record);
  const scores = new Map(record.scores.map((score) => [score.node, score]));
  const totals = record.scores.map((score) => score.total).toSorted((a, b) => b - a);
  const ranks = new Map(totals.toReversed().map((total, index) => [total, totals.length - index]));
  const victims = new Map((record.preemption?.candidates ?? []).map((candidate) => [candidate.node, candidate.victims.length]));
  const rows = record.nodes.map(({ node, failed }): NodeRow => {
    const rejection = failed === undefined ? undefined : record.statuses[failed];
    const score = scores.get(node);
    return {
      node,
      standing: rejection
        ? node === record.preemption?.nominatedNode
          ? 'nominated'
          : 'rejected'
        : node === record.node
          ? 'chosen'
          : 'feasible',
      filters: filterCells(filterPlugins, rejection?.plugin),
      ...(rejection ? { rejection } : {}),
      scores: score
        ? record.scorePlugins.map(({ name, weight }, index) => {
            const norm = score.norm[index] ?? 0;
            return { plugin: name, weight, raw: score.raw[index] ?? 0, norm, weighted: norm * weight };
          })
        : [],
      ...(score ? { total: score.total, rank: ranks.get(score.total) ?? 0 } : {}),
      victims: victims.get(node) ?? 0,
    };
  });
  return { filterPlugins, scorePlugins: record.scorePlugins, rows: sorted(rows), totalMax: totals[0] ?? 0 };
}

/** Share of the rows' plugins that ran; PreFilter plugins that rejected single nodes get a column of their own. */
function columnsOf(record: DecisionRecord): string[] {
  const columns = [...record.filterPlugins];
  for (const { plugin } of record.statuses) if (!columns.includes(plugin)) columns.unshift(plugin);
  return columns;
}

/** Filters run in order and stop at the first rejection. */
function filterCells(plugins: readonly string[], failed: string | undefined): FilterCell[] {
  const stop = failed === undefined ? plugins.length : plugins.indexOf(failed);
  return plugins.map((_, index) => (index < stop ? 'pass' : index === stop ? 'fail' : 'notRun'));
}

const order = { chosen: 0, nominated: 1, feasible: 2, rejected: 3 } as const;
/** Longer than any number in a node's name. */
const digitsMax = 12;

/** node-2 before node-10. The names are made comparable once: a collator takes too long for thousands of rows. */
function sorted(rows: readonly NodeRow[]): NodeRow[] {
  const keyed = rows.map((row) => ({ row, name: row.node.replaceAll(/\d+/g, (digits) => digits.padStart(digitsMax, '0')) }));
  keyed.sort(
    (a, b) =>
      order[a.row.standing] - order[b.row.standing] ||
      (b.row.total ?? -1) - (a.row.total ?? -1) ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
  return keyed.map(({ row }) => row);
}
