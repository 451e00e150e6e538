import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusGlyph } from '../../../ui/StatusGlyph';
import { trayArea } from '../model/geometry';
import type { TrayCard } from '../model/stage-model';
import styles from './lane.module.css';
import { Pods } from './Pods';

/** Pods that no node has yet. */
export const TrayView = memo(function TrayView({ data }: { readonly data: TrayCard }) {
  const { t } = useTranslation('stage');
  const count = data.chips.length;
  return (
    <section className={styles.tray} aria-label={t('pending')} data-busy={count > 0}>
      <div className={styles.trayTitle}>
        <span className={styles.trayName}>
          <StatusGlyph name="pending" />
          {t('pending')}
        </span>
        {count > 0 && <span className={styles.trayCount}>{count}</span>}
      </div>
      {count === 0 ? (
        <p className={styles.empty}>{t('pendingEmpty')}</p>
      ) : (
        <Pods label={t('pending')} area={trayArea} chips={data.chips} slots={data.slots} size={data.size} />
      )}
    </section>
  );
});
