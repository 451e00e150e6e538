import { useTranslation } from 'react-i18next';
import { Configuration } from './Configuration';
import { Queue } from './Queue';
import styles from './scheduler.module.css';

/** The drawer's tab about the running scheduler: who waits for it, and how it is set up. */
export default function SchedulerPanel() {
  const { t } = useTranslation('scheduler');
  return (
    <div className={styles.panel}>
      <section aria-label={t('queue')} className={styles.queue}>
        <Queue />
      </section>
      <section aria-label={t('configuration')} className={styles.settings}>
        <Configuration />
      </section>
    </div>
  );
}
