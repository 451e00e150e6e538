import type { Focus } from './Answer';
import type { NodeRow } from './matrix';

/** A clause shows its nodes alone; a single node comes to the top. */
export function shownRows(rows: readonly NodeRow[], { node, clause }: Focus): readonly NodeRow[] {
  if (clause) {
    const wanted = new Set(clause.nodes);
    return rows.filter((row) => wanted.has(row.node));
  }
  const found = node === undefined ? undefined : rows.find((row) => row.node === node);
  return found && found !== rows[0] ? [found, ...rows.filter((row) => row !== found)] : rows;
}
