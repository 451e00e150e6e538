import { useTranslation } from 'react-i18next';
import { StatusGlyph } from '../../ui/StatusGlyph';
import { classes } from '../../ui/classes';
import podStyles from './kinds/pods.module.css';
import styles from './legend.module.css';
import { podStatuses } from './model/pod-look';

/** What the signs on pods mean. */
export function Legend() {
  const { t } = useTranslation('stage');
  return (
    <section className={styles.legend} aria-label={t('legend')}>
      <ul className={styles.list}>
        {podStatuses.map((status) => (
          <li key={status} className={styles.entry}>
            <span className={classes(podStyles.chip, podStyles.small, podStyles[status], styles.sample)} aria-hidden>
              <span className={podStyles.glyph}>
                <StatusGlyph name={status} />
              </span>
            </span>
            {t(`status_${status}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
