import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseTime } from '../../../workers/api/time';
import type { Fault } from '../../../workers/resources/sim/faults/types';
import { endFault } from '../../state/commands/faults';
import { useObjects } from '../../state/hooks';
import { notifyFailure } from '../../state/notices';
import { faultYaml } from '../../state/tool';
import { useVirtualNow } from '../../state/use-virtual-now';
import { Button } from '../../ui/Button';
import { duration } from '../../ui/duration';
import styles from './faults.module.css';
import { faultIcon } from './icons';

/** What is broken right now, each as the Fault object that it is. */
export function FaultPanel() {
  const { t } = useTranslation('faults');
  const faults = [...useObjects('Fault').values()].filter((fault) => fault.status?.phase !== 'Ended' && fault.status?.phase !== 'Failed');
  if (faults.length === 0) return null;
  return (
    <section className={styles.panel} aria-label={t('active')}>
      <h2 className={styles.panelTitle}>{t('active')}</h2>
      <ul>
        {faults.map((fault) => (
          <Row key={fault.metadata.uid} fault={fault} />
        ))}
      </ul>
    </section>
  );
}

function Row({ fault }: { readonly fault: Fault }) {
  const { t } = useTranslation('faults');
  const [open, setOpen] = useState(false);
  const nowMs = useVirtualNow();
  const name = fault.metadata.name ?? '';
  const startedMs = parseTime(fault.status?.startedAt ?? fault.metadata.creationTimestamp);
  const { durationSeconds, target, type } = fault.spec;
  const time =
    durationSeconds === undefined
      ? t('since', { time: duration(nowMs - startedMs) })
      : t('left', { time: duration(startedMs + durationSeconds * 1000 - nowMs) });
  return (
    <li className={styles.fault}>
      <div className={styles.row}>
        {faultIcon(type === 'ComponentDown' ? (target.name ?? '') : type)}
        <span className={styles.what}>
          {type === 'ComponentDown' ? '' : t(type, { defaultValue: type })}{' '}
          <span className={styles.target}>{target.name ?? JSON.stringify(target.selector?.matchLabels ?? {})}</span>
          <span className={styles.time}>{time}</span>
        </span>
        <Button look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('yaml')}
        </Button>
        <Button onClick={() => void notifyFailure(endFault(name))} aria-label={t('endLabel', { name })}>
          {t('end')}
        </Button>
      </div>
      {open && <pre className={styles.yaml}>{faultYaml(fault)}</pre>}
    </li>
  );
}
