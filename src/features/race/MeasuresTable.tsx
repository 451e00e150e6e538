import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RaceResult, RaceSetup } from '../../../workers/protocol/race';
import { measureRows, measureText } from './measures';
import styles from './race.module.css';

const sides = ['a', 'b'] as const;

/** Both runs in numbers; what a row means is told by its tooltip. */
export function MeasuresTable({ setup, result }: { readonly setup: RaceSetup; readonly result: RaceResult }) {
  const { t } = useTranslation('race');
  const rows = useMemo(() => measureRows(result), [result]);
  return (
    <table className={styles.measures}>
      <caption>{t('measures')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('measure')}</th>
          {sides.map((side) => (
            <th key={side} scope="col" colSpan={2}>
              <span className={styles.badge} data-side={side}>
                {side.toUpperCase()}
              </span>{' '}
              {t(`kind_${setup[side].kind}`)} <small>{t('seedIs', { seed: setup[side].seed })}</small>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, zone, unit, values, bars }) => (
          <tr key={`${id} ${zone ?? ''}`} title={t(`about_${id}`)}>
            <th scope="row">{t(`measure_${id}`, { zone: zone || t('noZone') })}</th>
            {sides.flatMap((side) => [
              <td key={side} className={styles.value}>
                {measureText(unit, values[side])}
              </td>,
              <td key={`${side} bar`} className={styles.barCell} aria-hidden>
                {bars && <span className={styles.bar} data-side={side} style={{ width: `${bars[side] * 100}%` }} />}
              </td>,
            ])}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
