import { useTranslation } from 'react-i18next';
import { useConnection } from '../state/hooks';
import { Button } from '../ui/Button';
import styles from './loader.module.css';

/** Start-up with its progress, or why it failed. */
export function Loader() {
  const { t } = useTranslation('app');
  const phase = useConnection((state) => state.phase);
  const progress = useConnection((state) => state.progress);
  const problem = useConnection((state) => state.problem);
  if (phase === 'failed') {
    return (
      <div className={styles.loader} role="alert">
        <strong>{t('failed')}</strong>
        {problem && <pre className={styles.problem}>{problem}</pre>}
        <Button look="primary" onClick={() => location.reload()}>
          {t('reload')}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.loader} role="status">
      <img src="/icon.svg" alt="" width={44} height={44} />
      <span>{t('starting')}</span>
      <progress className={styles.progress} value={progress.done} max={1} aria-label={t('starting')} />
      <code className={styles.step}>{progress.step}</code>
    </div>
  );
}
