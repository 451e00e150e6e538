import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/Button';
import styles from './help.module.css';

const keys: readonly (readonly [string, string])[] = [
  ['Space', 'key_run'],
  ['→', 'key_step'],
  ['[ ]', 'key_speed'],
  ['W', 'key_why'],
  ['K', 'key_kill'],
  ['B', 'key_faults'],
  ['M', 'key_drawer'],
  ['C', 'compare'],
  ['/', 'key_search'],
  ['Esc', 'key_escape'],
  ['?', 'key_help'],
];

export function Help({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={styles.help} aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title" className={styles.title}>
        {t('help')}
      </h2>
      <dl className={styles.keys}>
        {keys.map(([key, text]) => (
          <div key={key} className={styles.row}>
            <dt>
              <kbd className={styles.key}>{key}</kbd>
            </dt>
            <dd>{t(text)}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{t('simulatedLong')}</p>
      <Button look="primary" onClick={() => dialog.current?.close()}>
        {t('close')}
      </Button>
    </dialog>
  );
}
