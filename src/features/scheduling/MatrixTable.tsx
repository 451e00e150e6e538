import { memo, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecisionHead, FilterCell, MatrixColumns, NodeRow } from '../../../workers/protocol/decision-rows';
import { select } from '../../state/selection';
import { useRowWindow } from '../../ui/row-window';
import type { Focus } from './Answer';
import { mark } from './NodeList';
import { PluginName } from './PluginName';
import { pluginLook } from './plugins';
import styles from './scheduling.module.css';
import { ScoreBar } from './ScoreBar';
import { useRows } from './use-rows';

/** Also in scheduling.module.css. */
const rowHeight = 27;
const cellGlyphs: Record<FilterCell, string> = { pass: '✓', fail: '✕', notRun: '·' };

/** Every node against every plugin, wide; only rows in sight are drawn. A real table: row and column headers are read out with each cell. */
export function MatrixTable({ record, focus }: { readonly record: DecisionHead; readonly focus: Focus }) {
  const { t } = useTranslation('scheduling');
  const loaded = useRows(record, focus);
  const { rows, from, to, before, after } = useRowWindow(loaded?.count ?? 0, rowHeight);
  useEffect(() => loaded?.want(from, to));
  if (!loaded) return record.sampling.examined > 0 ? <p className={styles.empty}>{t('loading')}</p> : null;
  if (loaded.count === 0) return null;
  const isScored = loaded.totalMax > 0;
  const columns = 3 + loaded.filterPlugins.length + (isScored ? loaded.scorePlugins.length : 0);
  return (
    <table className={styles.matrix} aria-rowcount={loaded.count + 2}>
      <caption>{t('allNodes', { count: loaded.count })}</caption>
      <Columns columns={loaded} isScored={isScored} />
      <tbody ref={rows}>
        {before > 0 && <tr aria-hidden style={{ height: before }} />}
        {Array.from({ length: to - from }, (_, at) => {
          const row = loaded.at(from + at);
          const index = from + at + 3;
          return row ? (
            <MatrixRow key={row.node} row={row} index={index} columns={loaded} isScored={isScored} isFocused={focus.node === row.node} />
          ) : (
            <tr key={index} aria-rowindex={index} className={styles.row}>
              <td colSpan={columns}>…</td>
            </tr>
          );
        })}
        {after > 0 && <tr aria-hidden style={{ height: after }} />}
      </tbody>
    </table>
  );
}

interface ColumnsProps {
  readonly columns: MatrixColumns;
  readonly isScored: boolean;
}

function Columns({ columns: { filterPlugins, scorePlugins }, isScored }: ColumnsProps) {
  const { t, i18n } = useTranslation('scheduling');
  const explain = (key: string): string | undefined => (i18n.exists(`scheduling:${key}`) ? t(key) : undefined);
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" rowSpan={2} className={styles.corner}>
          {t('node')}
        </th>
        {filterPlugins.length > 0 && (
          <th scope="colgroup" colSpan={filterPlugins.length}>
            {t('filters')}
          </th>
        )}
        <th scope="col" rowSpan={2}>
          {isScored ? t('sum') : t('verdict')}
        </th>
        {isScored && (
          <>
            <th scope="col" rowSpan={2} className={styles.number}>
              {t('total')}
            </th>
            <th scope="colgroup" colSpan={scorePlugins.length}>
              {t('scoresHeading')}
            </th>
          </>
        )}
      </tr>
      <tr aria-rowindex={2}>
        {filterPlugins.map((plugin) => (
          <th key={plugin} scope="col" className={styles.slanted} title={explain(`filter_${plugin}`)}>
            <span>
              <PluginName name={plugin} />
            </span>
          </th>
        ))}
        {isScored &&
          scorePlugins.map(({ name, weight }) => (
            <th key={name} scope="col" className={styles.scoreHead} title={explain(`score_${name}`)}>
              <span className={styles.swatch} style={{ background: pluginLook(name).colour }} aria-hidden />
              <PluginName name={name} /> <small>×{weight}</small>
            </th>
          ))}
      </tr>
    </thead>
  );
}

interface MatrixRowProps extends ColumnsProps {
  readonly row: NodeRow;
  readonly index: number;
  readonly isFocused: boolean;
}

const MatrixRow = memo(function MatrixRow({ row, index, columns, isScored, isFocused }: MatrixRowProps) {
  const { t } = useTranslation('scheduling');
  const standing = t(`standing_${row.standing}`);
  const said = { pass: t('cell_pass'), fail: t('cell_fail'), notRun: t('cell_notRun') };
  const reasons = row.rejection && (row.rejection.reasons?.join(', ') || row.rejection.plugin);
  return (
    <tr className={styles.row} aria-rowindex={index} data-standing={row.standing} data-focus={isFocused || undefined}>
      <th scope="row" className={styles.corner}>
        <button type="button" className={styles.open} title={standing} onClick={() => select({ kind: 'Node', name: row.node })}>
          <span aria-label={standing}>{mark(row)}</span> {row.node}
        </button>
      </th>
      {row.filters.map((cell, at) => (
        <td key={columns.filterPlugins[at]} className={styles.cell} data-cell={cell} title={cell === 'fail' ? reasons : undefined}>
          <span aria-label={said[cell]}>{cellGlyphs[cell]}</span>
        </td>
      ))}
      <td className={styles.sum} title={reasons}>
        {reasons ? <span lang="en">{reasons}</span> : <ScoreBar row={row} max={columns.totalMax} />}
      </td>
      {isScored && (
        <>
          <td className={styles.number}>
            <strong>{row.total ?? ''}</strong>
          </td>
          {columns.scorePlugins.map(({ name }, at) => {
            const score = row.scores[at];
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
});
