import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { dismissNotice, noticesStore } from '../state/notices';
import { IconButton } from '../ui/Button';
import { classes } from '../ui/classes';
import styles from './notices.module.css';

export function Notices() {
  const { t } = useTranslation('app');
  const notices = useStore(noticesStore, (state) => state.notices);
  return (
    <div className={styles.notices} role="log" aria-live="polite">
      {notices.map(({ id, tone, text, detail }) => (
        <div key={id} className={classes(styles.notice, tone === 'problem' && styles.problem)}>
          <div className={styles.row}>
            <span className={styles.text}>{text}</span>
            <IconButton label={t('close')} onClick={() => dismissNotice(id)}>
              <X aria-hidden />
            </IconButton>
          </div>
          {detail && <pre className={styles.detail}>{detail}</pre>}
        </div>
      ))}
    </div>
  );
}
