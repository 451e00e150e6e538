import { memo } from 'react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelection } from '../../../state/hooks';
import { classes } from '../../../ui/classes';
import type { ServiceCard } from '../model/services';
import styles from './lane.module.css';

export const ServiceCardView = memo(function ServiceCardView({ data }: { readonly data: ServiceCard }) {
  const { t } = useTranslation('stage');
  const selected = useSelection(
    (state) => state.selected?.kind === 'Service' && `${state.selected.namespace}/${state.selected.name}` === data.key,
  );
  const ready = data.endpoints.filter((endpoint) => endpoint.ready).length;
  const total = data.endpoints.length;
  const style: CSSProperties & Record<'--hue', number> = { '--hue': data.hue };
  return (
    <button
      type="button"
      className={classes(styles.service, 'owner')}
      style={style}
      aria-pressed={selected}
      aria-label={t('serviceLabel', { name: data.name, ready, total })}
      title={data.type}
      data-ref={`Service/${data.key}`}
    >
      <span className={styles.title}>
        <span className={styles.name}>{data.name}</span>
        <span className={classes(styles.ready, ready === 0 && styles.bad)} title={t('endpoints', { ready, total })}>
          {ready}/{total}
        </span>
      </span>
      <span className={styles.line}>
        {data.clusterIP}:{data.ports}
      </span>
    </button>
  );
});
