import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { MatrixColumns, NodeRow } from '../../../workers/protocol/decision-rows';
import { select } from '../../state/selection';
import { Button } from '../../ui/Button';
import { PluginName } from './PluginName';
import { pluginLook } from './plugins';
import styles from './scheduling.module.css';

interface NodeDetailsProps {
  readonly row: NodeRow;
  readonly columns: MatrixColumns;
  /** Told in CSS pixels once it is drawn. */
  readonly onHeight: (height: number) => void;
}

/** What every plugin said of one node. */
export function NodeDetails({ row, columns, onHeight }: NodeDetailsProps) {
  const { t, i18n } = useTranslation('scheduling');
  const element = useRef<HTMLTableRowElement>(null);
  useLayoutEffect(() => {
    if (element.current) onHeight(element.current.offsetHeight);
  });
  return (
    <tr ref={element} className={styles.opened}>
      <td colSpan={3}>
        <div className={styles.details}>
          {row.rejection && (
            <p lang="en" className={styles.reason}>
              {row.rejection.reasons?.join(', ')}
            </p>
          )}
          <ul aria-label={t('filters')} className={styles.checks}>
            {columns.filterPlugins.map((plugin, index) => (
              <li
                key={plugin}
                data-cell={row.filters[index]}
                title={i18n.exists(`scheduling:filter_${plugin}`) ? t(`filter_${plugin}`) : undefined}
              >
                {{ pass: '✓', fail: '✕', notRun: '·' }[row.filters[index] ?? 'notRun']} {plugin}
              </li>
            ))}
          </ul>
          {row.scores.length > 0 && <Scores row={row} />}
          <Button look="quiet" onClick={() => select({ kind: 'Node', name: row.node })}>
            {t('goToNode', { node: row.node })}
          </Button>
        </div>
      </td>
    </tr>
  );
}

function Scores({ row }: { readonly row: NodeRow }) {
  const { t, i18n } = useTranslation('scheduling');
  return (
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
              <PluginName name={plugin} />
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
  );
}
