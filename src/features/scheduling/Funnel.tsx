import { useTranslation } from 'react-i18next';
import type { DecisionHead } from '../../../workers/protocol/decision-rows';
import { duration } from '../../ui/duration';
import styles from './scheduling.module.css';

/** How many nodes were left after each stage, and what brought the pod into the queue. */
export function Funnel({ record }: { readonly record: DecisionHead }) {
  const { t } = useTranslation('scheduling');
  const { sampling, popped } = record;
  const stages = [
    ['inCluster', sampling.total],
    ['examined', sampling.examined],
    ['feasible', sampling.feasible],
    ['chosenOnes', record.node ? 1 : 0],
  ] as const;
  return (
    <>
      <ol className={styles.funnel}>
        {stages.map(([stage, count]) => (
          <li key={stage}>
            <strong>{count.toLocaleString()}</strong> {t(`stage_${stage}`)}
          </li>
        ))}
      </ol>
      <p className={styles.queue}>
        {t(popped.object ? 'queuedBy' : 'queued', {
          event: popped.event,
          object: popped.object ?? '',
          queue: popped.from,
          waited: duration(record.atMs - popped.queuedAtMs),
        })}{' '}
        {popped.hintedBy && t('hintedBy', { plugin: popped.hintedBy })}
      </p>
    </>
  );
}
