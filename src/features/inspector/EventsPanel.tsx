import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useObjects } from '../../state/hooks';
import { eventRows } from './event-rows';
import { EventList } from './EventList';
import styles from './inspector.module.css';

/** The drawer's tab: events of the whole cluster, newest first. */
export function EventsPanel() {
  const { t } = useTranslation('inspector');
  const events = useDeferredValue(useObjects('Event'));
  const [search, setSearch] = useState('');
  const [warningsOnly, setWarningsOnly] = useState(false);
  const all = useMemo(() => eventRows(events.values()), [events]);
  const rows = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return all.filter(
      (row) =>
        (!warningsOnly || row.warning) &&
        (wanted === '' || `${row.reason} ${row.object.kind}/${row.object.name} ${row.message}`.toLowerCase().includes(wanted)),
    );
  }, [all, search, warningsOnly]);
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        <input
          type="search"
          value={search}
          placeholder={t('eventSearch')}
          aria-label={t('eventSearch')}
          onChange={(event) => setSearch(event.target.value)}
        />
        <label>
          <input type="checkbox" checked={warningsOnly} onChange={(event) => setWarningsOnly(event.target.checked)} /> {t('warningsOnly')}
        </label>
        <output>{t('eventCount', { count: rows.length })}</output>
      </div>
      <EventList rows={rows} withObject />
    </div>
  );
}
