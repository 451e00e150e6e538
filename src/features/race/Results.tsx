import { useTranslation } from 'react-i18next';
import type { RaceResult, RaceSetup, Side, Unplaced } from '../../../workers/protocol/race';
import { LoadMap } from './LoadMap';
import { MeasuresTable } from './MeasuresTable';
import { PlacementTable } from './PlacementTable';
import styles from './race.module.css';

const sides = ['a', 'b'] as const;
const pendingShown = 20;

export function Results({ setup, result }: { readonly setup: RaceSetup; readonly result: RaceResult }) {
  const { t } = useTranslation('race');
  const { comparison } = result;
  const { placements, different, firstDivergence, pending, nodes } = comparison;
  return (
    <>
      <section aria-label={t('verdict')} className={styles.verdict}>
        <p>
          <strong>
            {different === 0 ? t('same', { count: placements.length }) : t('different', { different, count: placements.length })}
          </strong>{' '}
          {firstDivergence &&
            t('firstDivergence', {
              pod: firstDivergence.pod,
              number: firstDivergence.index + 1,
              a: firstDivergence.a ?? t('nowhere'),
              b: firstDivergence.b ?? t('nowhere'),
            })}
        </p>
      </section>
      <div className={styles.maps}>
        {sides.map((side) => (
          <LoadMap key={side} side={side} title={t(`kind_${setup[side].kind}`)} nodes={nodes} measures={comparison[side]} />
        ))}
      </div>
      <p className={styles.mapNote}>{t('mapNote')}</p>
      <MeasuresTable setup={setup} result={result} />
      {sides.map((side) => (
        <Pending key={side} side={side} pods={pending[side]} />
      ))}
      <PlacementTable comparison={comparison} />
    </>
  );
}

function Pending({ side, pods }: { readonly side: Side; readonly pods: readonly Unplaced[] }) {
  const { t } = useTranslation('race');
  if (pods.length === 0) return null;
  return (
    <details className={styles.pending}>
      <summary>
        <span className={styles.badge} data-side={side}>
          {side.toUpperCase()}
        </span>{' '}
        {t('pendingPods', { count: pods.length })}
      </summary>
      <ul>
        {pods.slice(0, pendingShown).map(({ pod, message }) => (
          <li key={pod}>
            <b>{pod}</b> <span lang="en">{message}</span>
          </li>
        ))}
      </ul>
      {pods.length > pendingShown && <p className={styles.note}>{t('morePending', { count: pods.length - pendingShown })}</p>}
    </details>
  );
}
