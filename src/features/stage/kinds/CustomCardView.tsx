import { memo } from 'react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelection } from '../../../state/hooks';
import { refKey } from '../../../state/selection';
import { classes } from '../../../ui/classes';
import type { CustomCard } from '../model/custom-cards';
import styles from './lane.module.css';

/** A custom resource, or all of a crowded kind; drawn alike whatever the kind. */
export const CustomCardView = memo(function CustomCardView({ data }: { readonly data: CustomCard }) {
  const { t } = useTranslation('stage');
  const selected = useSelection((state) => state.selected && `${state.selected.kind}/${refKey(state.selected)}` === data.ref);
  const style: CSSProperties & Record<'--hue', number> = { '--hue': data.hue };
  const label =
    data.count > 1
      ? t('customMany', { kind: data.kind, total: data.count })
      : t('customLabel', { kind: data.kind, name: data.title, line: data.line });
  return (
    <button
      type="button"
      className={classes(styles.service, styles.custom, 'owner')}
      style={style}
      aria-pressed={selected ?? false}
      aria-label={label}
      title={`${data.kind} ${data.title}\n${data.line}`}
      data-ref={data.ref}
    >
      <span className={styles.title}>
        <span className={styles.name}>{data.title}</span>
        {data.count > 1 && <span className={styles.many}>×{data.count}</span>}
      </span>
      <span className={styles.line}>
        <b>{data.kind}</b> {data.line}
      </span>
    </button>
  );
});
