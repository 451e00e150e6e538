import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { select } from '../../state/selection';
import { Button } from '../../ui/Button';
import type { Focus } from './Answer';
import type { Cell, Matrix, NodeRow } from './matrix';
import { mark } from './NodeList';
import { pluginLook } from './plugins';
import styles from './scheduling.module.css';
import { ScoreBar } from './ScoreBar';
import { shownRows } from './shown-rows';

const pageSize = 50;
const cellGlyphs: Record<Cell, string> = { pass: '✓', fail: '✕', notRun: '·' };

/** Every node against every plugin, wide. A real table: row and column headers are read out with each cell. */
export function MatrixTable({ matrix, focus }: { readonly matrix: Matrix; readonly focus: Focus }) {
  const { t, i18n } = useTranslation('scheduling');
  const [limit, setLimit] = useState(pageSize);
  const rows = shownRows(matrix.rows, focus);
  const explain = (key: string): string | undefined => (i18n.exists(`scheduling:${key}`) ? t(key) : undefined);
  const scored = matrix.rows.some((row) => row.total !== undefined);
  return (
    <div className={styles.matrixBox}>
      <table className={styles.matrix}>
        <caption>
          {rows.length > limit ? t('showing', { shown: limit, total: rows.length }) : t('allNodes', { count: rows.length })}
        </caption>
        <thead>
          <tr>
            <th scope="col" rowSpan={2} className={styles.corner}>
              {t('node')}
            </th>
            {matrix.filterPlugins.length > 0 && (
              <th scope="colgroup" colSpan={matrix.filterPlugins.length}>
                {t('filters')}
              </th>
            )}
            <th scope="col" rowSpan={2}>
              {scored ? t('sum') : t('verdict')}
            </th>
            {scored && (
              <>
                <th scope="col" rowSpan={2} className={styles.number}>
                  {t('total')}
                </th>
                <th scope="colgroup" colSpan={matrix.scorePlugins.length}>
                  {t('scoresHeading')}
                </th>
              </>
            )}
          </tr>
          <tr>
            {matrix.filterPlugins.map((plugin) => (
              <th key={plugin} scope="col" className={styles.slanted} title={explain(`filter_${plugin}`)}>
                <span>{plugin}</span>
              </th>
            ))}
            {scored &&
              matrix.scorePlugins.map(({ name, weight }) => (
                <th key={name} scope="col" className={styles.scoreHead} title={explain(`score_${name}`)}>
                  <span className={styles.swatch} style={{ background: pluginLook(name).colour }} aria-hidden />
                  <PluginName name={name} /> <small>×{weight}</small>
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map((row) => (
            <MatrixRow key={row.node} row={row} matrix={matrix} scored={scored} focused={focus.node === row.node} />
          ))}
        </tbody>
      </table>
      {rows.length > limit && <Button onClick={() => setLimit(limit + pageSize * 4)}>{t('more')}</Button>}
    </div>
  );
}

/** May break between its words. */
function PluginName({ name }: { readonly name: string }) {
  return name.split(/(?=[A-Z])/).map((word, index) => (
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}

function MatrixRow({
  row,
  matrix,
  scored,
  focused,
}: {
  readonly row: NodeRow;
  readonly matrix: Matrix;
  readonly scored: boolean;
  readonly focused: boolean;
}) {
  const { t } = useTranslation('scheduling');
  return (
    <tr data-standing={row.standing} data-focus={focused || undefined}>
      <th scope="row" className={styles.corner}>
        <button
          type="button"
          className={styles.open}
          title={t(`standing_${row.standing}`)}
          onClick={() => select({ kind: 'Node', name: row.node })}
        >
          <span aria-label={t(`standing_${row.standing}`)}>{mark(row)}</span> {row.node}
        </button>
      </th>
      {row.filters.map((cell, index) => (
        <td
          key={matrix.filterPlugins[index]}
          className={styles.cell}
          data-cell={cell}
          title={cell === 'fail' ? row.rejection?.reasons?.join(', ') : undefined}
        >
          <span aria-label={t(`cell_${cell}`)}>{cellGlyphs[cell]}</span>
        </td>
      ))}
      <td className={styles.sum}>
        {row.rejection ? (
          <span lang="en">{row.rejection.reasons?.join(', ') || row.rejection.plugin}</span>
        ) : (
          <ScoreBar row={row} max={matrix.totalMax} />
        )}
      </td>
      {scored && (
        <>
          <td className={styles.number}>
            <strong>{row.total ?? ''}</strong>
          </td>
          {matrix.scorePlugins.map(({ name }, index) => {
            const score = row.scores[index];
            return (
              <td key={name} className={styles.number}>
                {score && (
                  <>
                    <small>
                      {score.raw} → {score.norm}
                      {score.weight === 1 ? '' : ` × ${score.weight}`} ={' '}
                    </small>
                    {score.weighted}
                  </>
                )}
              </td>
            );
          })}
        </>
      )}
    </tr>
  );
}
