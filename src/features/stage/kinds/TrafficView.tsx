import { Users } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelection } from '../../../state/hooks';
import { useFlowCounts } from '../../../state/flows';
import type { ServiceCard } from '../model/services';
import styles from './lane.module.css';

/** The clients that send requests to one service, and how those fare. */
export const TrafficView = memo(function TrafficView({ data }: { readonly data: ServiceCard }) {
  const { t } = useTranslation('stage');
  const counts = useFlowCounts(data.key);
  const first = data.traffics[0]?.metadata.name ?? '';
  const selected = useSelection((state) => state.selected?.kind === 'Traffic' && state.selected.name === first);
  const rate = data.traffics.reduce((sum, traffic) => sum + traffic.spec.requestsPerSecond, 0);
  return (
    <button type="button" className={styles.traffic} aria-pressed={selected} data-ref={`Traffic/${first}`} title={t('rate', { rate })}>
      <Users aria-hidden />
      <span className={styles.name}>{first}</span>
      <span className={styles.counts}>
        <span title={t('served')}>✓{counts.served}</span>{' '}
        {counts.failed > 0 && (
          <span className={styles.bad} title={t('failedRequests')}>
            ✕{counts.failed}
          </span>
        )}
      </span>
    </button>
  );
});
