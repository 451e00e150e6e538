import { useTranslation } from 'react-i18next';
import { parseTime } from '../../workers/api/time';
import { useObjects } from '../state/hooks';
import { select } from '../state/selection';
import { duration } from '../ui/duration';
import { useVirtualNow } from '../state/use-virtual-now';
import styles from './event-list.module.css';

const rowsMax = 300;

/** The cluster's Events, newest first. */
export function EventList() {
  const { t } = useTranslation('app');
  const nowMs = useVirtualNow(1000, 1000);
  const events = [...useObjects('Event').values()]
    .map((event) => ({ event, atMs: parseTime((event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp ?? event.metadata.creationTimestamp) as string | undefined) || 0 }))
    .sort((a, b) => b.atMs - a.atMs || Number(b.event.metadata.resourceVersion) - Number(a.event.metadata.resourceVersion))
    .slice(0, rowsMax);
  if (events.length === 0) return <p className={styles.empty}>{t('eventsEmpty')}</p>;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th>{t('eventsTime')}</th>
          <th>{t('eventsReason')}</th>
          <th>{t('eventsObject')}</th>
          <th>{t('eventsMessage')}</th>
          <th>{t('eventsCount')}</th>
        </tr>
      </thead>
      <tbody>
        {events.map(({ event, atMs }) => {
          const { kind = '', name = '', namespace } = event.involvedObject ?? {};
          return (
            <tr key={event.metadata.uid} className={event.type === 'Warning' ? styles.warning : undefined}>
              <td>{duration(nowMs - atMs)}</td>
              <td className={styles.reason}>{event.reason}</td>
              <td>
                <button type="button" className={styles.object} onClick={() => select({ kind, name, ...(namespace ? { namespace } : {}) })}>
                  {kind}/{name}
                </button>
              </td>
              <td>{event.message}</td>
              <td>{event.series?.count ?? event.count ?? 1}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
