import type { DecisionRecord } from '../../protocol/decision';
import type { DecisionRows, Matrix, NodeRow, RowsQuestion } from '../../protocol/decision-rows';
import { matrixOf } from './matrix';

const PAGE_MAX = 500;
/** Attempts whose table is kept: the two that one looks at side by side. */
const KEPT_MAX = 2;

/** Tables of attempts, a page at a time. Sorting thousands of rows once is enough, so the last tables are kept. */
export class DecisionTables {
  private readonly kept = new Map<number, Matrix>();

  /** `find`: the record of an attempt, asked for only where its table is not kept. */
  page(question: RowsQuestion, find: () => DecisionRecord | undefined): DecisionRows | undefined {
    const matrix = this.kept.get(question.id) ?? this.made(question.id, find());
    if (!matrix) return undefined;
    const { from, count } = question;
    const rows = shownRows(matrix.rows, question);
    return { ...matrix, rows: rows.slice(from, from + Math.min(count, PAGE_MAX)), count: rows.length, from };
  }

  private made(id: number, record: DecisionRecord | undefined): Matrix | undefined {
    if (!record) return undefined;
    const matrix = matrixOf(record);
    this.kept.set(id, matrix);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_MAX && oldest !== undefined) this.kept.delete(oldest);
    return matrix;
  }
}

/** A reason shows its nodes alone; a single node comes to the top. */
export function shownRows(rows: readonly NodeRow[], { reason, node }: Pick<RowsQuestion, 'reason' | 'node'>): readonly NodeRow[] {
  if (reason !== undefined) return rows.filter(({ rejection }) => rejection?.reasons?.includes(reason));
  const found = node === undefined ? undefined : rows.find((row) => row.node === node);
  return found && found !== rows[0] ? [found, ...rows.filter((row) => row !== found)] : rows;
}
