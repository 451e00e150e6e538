import { memo } from 'react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelection } from '../../../state/hooks';
import { useVirtualNow } from '../../../state/use-virtual-now';
import { classes } from '../../../ui/classes';
import { duration } from '../../../ui/duration';
import { taintTexts } from '../model/taints';
import { amountOfCpu, amountOfMemory } from '../model/amounts';
import { podArea } from '../model/geometry';
import { nodeHealth } from '../../../state/node-health';
import type { NodeHealth } from '../../../state/node-health';
import type { NodeCard } from '../model/stage-model';
import styles from './node.module.css';
import { Pods } from './Pods';

/** One machine: what it has and what was asked of it, how it is, and its pods. */
export const NodeCardView = memo(function NodeCardView({ data }: { readonly data: NodeCard }) {
  const { t } = useTranslation('stage');
  const nowMs = useVirtualNow();
  const selected = useSelection((state) => state.selected?.kind === 'Node' && state.selected.name === data.name);
  const health = nodeHealth(data.node, data.heartbeatMs, nowMs);
  const healthText =
    health.state === 'notReady'
      ? t('notReady', { ago: duration(nowMs - health.sinceMs) })
      : health.state === 'starting'
        ? t('starting')
        : t('ready');
  return (
    <section
      className={classes(
        styles.card,
        health.state === 'silent' && styles.silent,
        health.state === 'notReady' && styles.notReady,
        data.faults.length > 0 && styles.broken,
      )}
      aria-label={t('nodeLabel', { name: data.name, health: healthText, count: data.chips.length })}
      data-selected={selected}
      data-ref={`Node/${data.name}`}
      data-health={health.state}
    >
      <header className={styles.header}>
        <button type="button" className={styles.name} aria-pressed={selected}>
          {data.name}
        </button>
        {data.zone && <span className={styles.zone}>{data.zone}</span>}
        <Heart heartbeatMs={data.heartbeatMs} nowMs={nowMs} flat={health.state === 'silent' || health.state === 'notReady'} />
        <button
          type="button"
          className={styles.menu}
          data-menu
          aria-haspopup="menu"
          aria-label={t('menuOf', { name: data.name })}
          title={t('menuOf', { name: data.name })}
        >
          ⋮
        </button>
      </header>
      <div className={styles.bars}>
        <Bar
          label={t('cpu')}
          colour="var(--bar-cpu)"
          used={data.requested.cpuMilli}
          total={data.allocatable.cpuMilli}
          amount={amountOfCpu}
        />
        <Bar
          label={t('memory')}
          colour="var(--bar-memory)"
          used={data.requested.memoryBytes}
          total={data.allocatable.memoryBytes}
          amount={amountOfMemory}
        />
      </div>
      <Notes card={data} health={health} nowMs={nowMs} />
      <Pods label={t('podsOf', { name: data.name })} area={podArea} chips={data.chips} slots={data.slots} size={data.size} />
    </section>
  );
});

function Heart({ heartbeatMs, nowMs, flat }: { readonly heartbeatMs: number | undefined; readonly nowMs: number; readonly flat: boolean }) {
  const { t } = useTranslation('stage');
  const ago = heartbeatMs === undefined ? '' : duration(nowMs - heartbeatMs);
  const title = heartbeatMs === undefined ? t('noHeartbeat') : t('heartbeat', { ago });
  return (
    <span className={styles.heart} title={title}>
      <svg viewBox="0 0 34 14" aria-hidden>
        {flat ? <path d="M0 8H34" /> : <path key={heartbeatMs} className={styles.beat} d="M0 8H10L13 4L17 12L20 8H34" />}
      </svg>
      <span aria-label={title}>{ago}</span>
    </span>
  );
}

interface BarProps {
  readonly label: string;
  readonly colour: string;
  readonly used: number;
  readonly total: number;
  readonly amount: (units: number) => string;
}

function Bar({ label, colour, used, total, amount }: BarProps) {
  const { t } = useTranslation('stage');
  const share = total > 0 ? Math.min(1, used / total) : 0;
  const text = `${amount(used)} / ${amount(total)}`;
  const style: CSSProperties & Record<'--bar', string> = { '--bar': colour, transform: `scaleX(${share})` };
  return (
    <div className={styles.bar} title={t('requested', { used: amount(used), total: amount(total) })}>
      <span>{label}</span>
      <span className={styles.barValue}>{text}</span>
      <span
        className={styles.track}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={text}
      >
        <span className={styles.fill} style={style} />
      </span>
    </div>
  );
}

const wellKnownConditions = new Set(['Ready', 'NetworkUnavailable']);

function Notes({ card, health, nowMs }: { readonly card: NodeCard; readonly health: NodeHealth; readonly nowMs: number }) {
  const { t } = useTranslation('stage');
  const pressures = (card.node.status?.conditions ?? []).filter(
    (condition) => condition.status === 'True' && !wellKnownConditions.has(condition.type),
  );
  const left = card.evictionAtMs === undefined ? 0 : card.evictionAtMs - nowMs;
  return (
    <div className={styles.notes}>
      {card.faults.map((type) => (
        <span key={type} className={classes(styles.note, styles.fault)}>
          {t(`faults:${type}`, { defaultValue: type })}
        </span>
      ))}
      {health.state === 'silent' && (
        <span className={classes(styles.note, styles.warning)}>
          {t('silent', { ago: duration(nowMs - health.sinceMs), left: duration(health.notReadyAtMs - nowMs) })}
        </span>
      )}
      {health.state === 'notReady' && (
        <span className={classes(styles.note, styles.problem)}>{t('notReady', { ago: duration(nowMs - health.sinceMs) })}</span>
      )}
      {health.state === 'starting' && <span className={classes(styles.note, styles.warning)}>{t('starting')}</span>}
      {card.evictionAtMs !== undefined && (
        <span className={classes(styles.note, styles.warning)}>
          {left > 0 ? t('evictionIn', { left: duration(left) }) : t('evictionNow')}
        </span>
      )}
      {card.node.spec?.unschedulable && <span className={classes(styles.note, styles.warning)}>{t('cordoned')}</span>}
      {pressures.map((condition) => (
        <span key={condition.type} className={classes(styles.note, styles.warning)}>
          {condition.type}
        </span>
      ))}
      {taintTexts(card.node.spec?.taints ?? []).map((text) => (
        <span key={text} className={styles.note} title={`${t('taints')}: ${text}`}>
          {text.replace(/^[^=:]*\//, '')}
        </span>
      ))}
    </div>
  );
}
