import { useTranslation } from 'react-i18next';
import type { QueuedPodView, QueueView } from '../../../workers/protocol/decision';
import { useSelection } from '../../state/hooks';
import { select } from '../../state/selection';
import { useVirtualNow } from '../../state/use-virtual-now';
import { duration } from '../../ui/duration';
import styles from './scheduler.module.css';
import { useQueue } from './use-queue';

const shownMax = 50;

type Lane = 'active' | 'backoff' | 'unschedulable' | 'gated';
type Waiting = QueuedPodView & { readonly untilMs?: number; readonly gatedBy?: string; readonly rejectedBy?: readonly string[] };

/** Where every pending pod waits, and for what. */
export function Queue() {
  const { t } = useTranslation('scheduler');
  const queue = useQueue();
  if (queue === undefined) return <p className={styles.empty}>{t('loading')}</p>;
  if (queue === null) return <p className={styles.empty}>{t('noScheduler')}</p>;
  const lanes = Object.entries(lanesOf(queue)) as [Lane, readonly Waiting[]][];
  return (
    <div className={styles.lanes}>
      {lanes.map(([lane, pods]) => (
        <section key={lane} className={styles.lane} aria-label={t(`lane_${lane}`)}>
          <h3 title={t(`about_${lane}`)}>
            {t(`lane_${lane}`)} <span className={styles.count}>{pods.length.toLocaleString()}</span>
          </h3>
          {pods.length === 0 && <p className={styles.none}>{t(`none_${lane}`)}</p>}
          <ul>
            {pods.slice(0, shownMax).map((pod) => (
              <li key={pod.pod}>
                <PodButton pod={pod} />
              </li>
            ))}
          </ul>
          {pods.length > shownMax && <p className={styles.none}>{t('andMore', { count: pods.length - shownMax })}</p>}
        </section>
      ))}
    </div>
  );
}

function lanesOf({ active, backoff, unschedulable }: QueueView): Record<Lane, readonly Waiting[]> {
  return {
    active,
    backoff,
    unschedulable: unschedulable.filter(({ gatedBy }) => gatedBy === undefined),
    gated: unschedulable.filter(({ gatedBy }) => gatedBy !== undefined),
  };
}

function PodButton({ pod }: { readonly pod: Waiting }) {
  const { t } = useTranslation('scheduler');
  const nowMs = useVirtualNow();
  const [namespace = '', name = ''] = pod.pod.split('/');
  const isSelected = useSelection(({ selected }) => selected?.kind === 'Pod' && selected.namespace === namespace && selected.name === name);
  const facts = [
    pod.untilMs !== undefined && t('until', { left: duration(Math.max(0, pod.untilMs - nowMs)) }),
    pod.rejectedBy && pod.gatedBy === undefined && pod.rejectedBy.join(', '),
    pod.gatedBy !== undefined && t('gatedBy', { plugin: pod.gatedBy }),
    pod.nominatedNode && t('nominated', { node: pod.nominatedNode }),
    pod.attempts > 0 && t('attempts', { count: pod.attempts }),
    pod.priority !== 0 && t('priority', { value: pod.priority }),
  ].filter(Boolean);
  return (
    <button type="button" aria-current={isSelected} className={styles.pod} onClick={() => select({ kind: 'Pod', namespace, name })}>
      <span className={styles.name}>{name}</span>
      <small>{facts.join(' · ')}</small>
    </button>
  );
}
