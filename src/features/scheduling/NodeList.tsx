import { Fragment, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeRow } from '../../../workers/protocol/decision-rows';
import { useRowWindow } from '../../ui/row-window';
import type { Focus } from './Answer';
import { NodeDetails } from './NodeDetails';
import styles from './scheduling.module.css';
import { ScoreBar, ScoreLegend } from './ScoreBar';
import type { LoadedRows } from './use-rows';

/** Also in scheduling.module.css. */
const rowHeight = 29;

/** The matrix for a narrow panel: a row a node, opened for its plugins; only rows in sight are drawn. */
export function NodeList({ loaded, focus }: { readonly loaded: LoadedRows; readonly focus: Focus }) {
  const { t } = useTranslation('scheduling');
  const [open, setOpen] = useState<{ readonly node: string; readonly at: number; readonly height: number }>();
  const { rows, from, to, before, after } = useRowWindow(loaded.count, rowHeight, open);
  useEffect(() => loaded.want(from, to));
  const toggle = ({ node }: NodeRow, at: number) => setOpen(open?.node === node ? undefined : { node, at, height: 0 });
  const measure = (height: number) => setOpen((known) => known && (known.height === height ? known : { ...known, height }));
  return (
    <>
      <table className={styles.list} aria-rowcount={loaded.count + 1}>
        <caption>{t('allNodes', { count: loaded.count })}</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">{t('node')}</th>
            <th scope="col">{t('verdict')}</th>
            <th scope="col" className={styles.number}>
              {loaded.totalMax > 0 ? t('total') : ''}
            </th>
          </tr>
        </thead>
        <tbody ref={rows}>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {Array.from({ length: to - from }, (_, at) => {
            const row = loaded.at(from + at);
            if (!row)
              return (
                <tr key={from + at} className={styles.row}>
                  <td colSpan={3}>…</td>
                </tr>
              );
            const isOpen = open?.node === row.node;
            return (
              <Fragment key={row.node}>
                <tr
                  className={styles.row}
                  aria-rowindex={from + at + 2}
                  data-standing={row.standing}
                  data-focus={focus.node === row.node || undefined}
                >
                  <th scope="row">
                    <button
                      type="button"
                      className={styles.open}
                      aria-expanded={isOpen}
                      title={row.node}
                      onClick={() => toggle(row, from + at)}
                    >
                      <span aria-label={t(`standing_${row.standing}`)}>{mark(row)}</span> {row.node}
                    </button>
                  </th>
                  <td>{row.rejection ? <Rejection row={row} /> : <ScoreBar row={row} max={loaded.totalMax} />}</td>
                  <td className={styles.number}>{row.total ?? ''}</td>
                </tr>
                {isOpen && <NodeDetails row={row} columns={loaded} onHeight={measure} />}
              </Fragment>
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
      {loaded.totalMax > 0 && <ScoreLegend plugins={loaded.scorePlugins} />}
    </>
  );
}

export function mark(row: NodeRow): string {
  return { chosen: '★', nominated: '⇧', feasible: '✓', rejected: '✕' }[row.standing];
}

function Rejection({ row: { rejection } }: { readonly row: NodeRow }) {
  const reasons = rejection?.reasons?.join(', ');
  return (
    <span lang="en" title={`${rejection?.plugin ?? ''}: ${reasons ?? ''}`}>
      {reasons || rejection?.plugin} {reasons && <small>{rejection?.plugin}</small>}
    </span>
  );
}
