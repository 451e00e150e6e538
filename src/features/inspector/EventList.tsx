import { useTranslation } from 'react-i18next';
import { kindName } from '../../state/selection';
import { useVirtualNow } from '../../state/use-virtual-now';
import { duration } from '../../ui/duration';
import type { EventRow } from './event-rows';
import styles from './inspector.module.css';
import { ObjectLink } from './ObjectLink';

/** The newest are shown; the rest is counted, never dropped in silence. */
const rowsMax = 200;

export function EventList({ rows, withObject }: { readonly rows: readonly EventRow[]; readonly withObject: boolean }) {
  const { t } = useTranslation('inspector');
  const nowMs = useVirtualNow();
  if (rows.length === 0) return <p className={styles.empty}>{t('noEvents')}</p>;
  return (
    <>
      <table className={styles.events} lang="en">
        <thead lang="">
          <tr>
            <th scope="col">{t('eventAge')}</th>
            <th scope="col">{t('eventReason')}</th>
            {withObject && <th scope="col">{t('eventObject')}</th>}
            <th scope="col">{t('eventMessage')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, rowsMax).map((row) => (
            <tr key={row.key} data-warning={row.warning || undefined}>
              <td>{ageText(row, nowMs)}</td>
              <td>
                <span aria-label={row.warning ? t('warning') : undefined}>{row.warning ? '▲ ' : ''}</span>
                {row.reason}
              </td>
              {withObject && (
                <td>
                  <ObjectLink to={row.object}>{`${kindName(row.object.kind).toLowerCase()}/${row.object.name}`}</ObjectLink>
                </td>
              )}
              <td>
                {row.message} <small>{row.source}</small>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > rowsMax && <p className={styles.empty}>{t('eventsShown', { shown: rowsMax, total: rows.length })}</p>}
    </>
  );
}

/** As kubectl: "12s", or "12s (x4 over 3m10s)". */
function ageText({ lastMs, firstMs, count }: EventRow, nowMs: number): string {
  const last = duration(nowMs - lastMs);
  return count > 1 ? `${last} (x${count} over ${duration(nowMs - firstMs)})` : last;
}
