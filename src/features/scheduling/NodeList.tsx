import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { select } from '../../state/selection';
import { Button } from '../../ui/Button';
import type { Focus } from './Answer';
import type { Matrix, NodeRow } from './matrix';
import { pluginLook } from './plugins';
import styles from './scheduling.module.css';
import { ScoreBar, ScoreLegend } from './ScoreBar';
import { shownRows } from './shown-rows';

const pageSize = 50;

/** The matrix for a narrow panel: a row a node, opened for its plugins. */
export function NodeList({ matrix, focus }: { readonly matrix: Matrix; readonly focus: Focus }) {
  const { t } = useTranslation('scheduling');
  const [limit, setLimit] = useState(pageSize);
  const [open, setOpen] = useState<string>();
  const rows = shownRows(matrix.rows, focus);
  if (matrix.rows.length === 0) return null;
  return (
    <>
      <table className={styles.list}>
        <caption>
          {rows.length > limit ? t('showing', { shown: limit, total: rows.length }) : t('allNodes', { count: rows.length })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('node')}</th>
            <th scope="col">{t('verdict')}</th>
            <th scope="col" className={styles.number}>
              {t('total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map((row) => (
            <Fragment key={row.node}>
              <tr data-standing={row.standing} data-focus={focus.node === row.node || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.open}
                    aria-expanded={open === row.node}
                    onClick={() => setOpen(open === row.node ? undefined : row.node)}
                  >
                    {mark(row)} {row.node}
                  </button>
                </th>
                <td>{row.rejection ? <Rejection row={row} /> : <ScoreBar row={row} max={matrix.totalMax} />}</td>
                <td className={styles.number}>{row.total ?? ''}</td>
              </tr>
              {open === row.node && (
                <tr>
                  <td colSpan={3}>
                    <Details row={row} matrix={matrix} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      {rows.length > limit && <Button onClick={() => setLimit(limit + pageSize * 4)}>{t('more')}</Button>}
      {matrix.totalMax > 0 && <ScoreLegend plugins={matrix.scorePlugins} />}
    </>
  );
}

export function mark(row: NodeRow): string {
  return { chosen: '★', nominated: '⇧', feasible: '✓', rejected: '✕' }[row.standing];
}

function Rejection({ row }: { readonly row: NodeRow }) {
  return (
    <span lang="en">
      <b>{row.rejection?.plugin}</b> {row.rejection?.reasons?.join(', ')}
    </span>
  );
}

function Details({ row, matrix }: { readonly row: NodeRow; readonly matrix: Matrix }) {
  const { t, i18n } = useTranslation('scheduling');
  return (
    <div className={styles.details}>
      <ul aria-label={t('filters')} className={styles.checks}>
        {matrix.filterPlugins.map((plugin, index) => (
          <li
            key={plugin}
            data-cell={row.filters[index]}
            title={i18n.exists(`scheduling:filter_${plugin}`) ? t(`filter_${plugin}`) : undefined}
          >
            {{ pass: '✓', fail: '✕', notRun: '·' }[row.filters[index] ?? 'notRun']} {plugin}
          </li>
        ))}
      </ul>
      {row.scores.length > 0 && (
        <table className={styles.scores}>
          <thead>
            <tr>
              <th scope="col">{t('plugin')}</th>
              <th scope="col">{t('raw')}</th>
              <th scope="col">{t('normalised')}</th>
              <th scope="col">{t('weight')}</th>
              <th scope="col">{t('points')}</th>
            </tr>
          </thead>
          <tbody>
            {row.scores.map(({ plugin, raw, norm, weight, weighted }) => (
              <tr key={plugin} title={i18n.exists(`scheduling:score_${plugin}`) ? t(`score_${plugin}`) : undefined}>
                <th scope="row">
                  <span className={styles.swatch} style={{ background: pluginLook(plugin).colour }} aria-hidden />
                  {plugin}
                </th>
                <td>{raw}</td>
                <td>{norm}</td>
                <td>×{weight}</td>
                <td>{weighted}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t('total')}</th>
              <td colSpan={4}>{row.total}</td>
            </tr>
          </tfoot>
        </table>
      )}
      <Button look="quiet" onClick={() => select({ kind: 'Node', name: row.node })}>
        {t('goToNode', { node: row.node })}
      </Button>
    </div>
  );
}
