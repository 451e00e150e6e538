import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../workers/protocol/race';
import { useRowWindow } from '../../ui/row-window';
import styles from './race.module.css';

const rowHeight = 24;

/** Where every pod went, in the order of the stream. */
export function PlacementTable({ comparison: { placements, different, firstDivergence } }: { readonly comparison: Comparison }) {
  const { t } = useTranslation('race');
  const [onlyDifferent, setOnlyDifferent] = useState(true);
  const isFiltered = onlyDifferent && different > 0;
  const shown = useMemo(() => {
    const all = placements.map((placement, index) => ({ ...placement, index }));
    return isFiltered ? all.filter(({ a, b }) => a !== b) : all;
  }, [placements, isFiltered]);
  const { rows, from, to, before, after } = useRowWindow(shown.length, rowHeight);
  return (
    <section aria-label={t('placements')}>
      <div className={styles.placementsHead}>
        <h3>{t('placements')}</h3>
        {different > 0 && (
          <label>
            <input type="checkbox" checked={onlyDifferent} onChange={({ target }) => setOnlyDifferent(target.checked)} />{' '}
            {t('onlyDifferent', { count: different })}
          </label>
        )}
      </div>
      <table className={styles.placements} aria-rowcount={shown.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">#</th>
            <th scope="col">Pod</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody ref={rows}>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {shown.slice(from, to).map(({ pod, a, b, index }, at) => (
            <tr
              key={index}
              aria-rowindex={from + at + 2}
              data-different={a !== b || undefined}
              data-first={index === firstDivergence?.index || undefined}
            >
              <td>{index + 1}</td>
              <th scope="row">{pod}</th>
              <td>{a ?? <em>{t('nowhere')}</em>}</td>
              <td>{b ?? <em>{t('nowhere')}</em>}</td>
            </tr>
          ))}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </section>
  );
}
