import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyObject } from '../../../workers/api/meta';
import { controllerOf } from '../../../workers/api/meta';
import { isStatus } from '../../../workers/api/status';
import type { PageReply } from '../../../workers/protocol/page';
import { clusterStore } from '../../state/cluster';
import type { ObjectRef } from '../../state/selection';
import { Button } from '../../ui/Button';
import styles from './inspector.module.css';
import { deleteRef, drain, restart, setReplicas, setUnschedulable } from './object-actions';

const scalable = new Set(['Deployment', 'ReplicaSet', 'StatefulSet']);
const restartable = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
/** Deleting these is easily undone: something makes them again, or they are experiments. */
const deletedAtOnce = new Set(['Pod', 'Fault', 'Traffic']);
const replicasMax = 100_000;

export function Actions({ subject, object }: { readonly subject: ObjectRef; readonly object: AnyObject }) {
  const { t } = useTranslation('inspector');
  const [problem, setProblem] = useState('');
  const run = async (pending: Promise<PageReply>) => {
    const { code, body } = await pending;
    setProblem(code >= 200 && code < 300 ? '' : isStatus(body) ? (body.message ?? body.reason ?? '') : `HTTP ${code}`);
  };
  const spec = object.spec as { replicas?: number; unschedulable?: boolean } | undefined;
  const { kind } = subject;
  return (
    <div className={styles.actions} role="group" aria-label={t('actions')}>
      {scalable.has(kind) && (
        <Scale key={spec?.replicas} replicas={spec?.replicas ?? 1} onScale={(replicas) => void run(setReplicas(subject, replicas))} />
      )}
      {restartable.has(kind) && <Button onClick={() => void run(restart(subject))}>{t('restart')}</Button>}
      {kind === 'Node' && (
        <>
          <Button aria-pressed={spec?.unschedulable ?? false} onClick={() => void run(setUnschedulable(subject, !spec?.unschedulable))}>
            {spec?.unschedulable ? t('uncordon') : t('cordon')}
          </Button>
          <Confirmed label={t('drain')} onConfirm={() => void run(drain(subject, evictable(subject.name)))} />
        </>
      )}
      {deletedAtOnce.has(kind) ? (
        <Button look="danger" onClick={() => void run(deleteRef(subject))}>
          {kind === 'Fault' ? t('endFault') : t('delete')}
        </Button>
      ) : (
        <Confirmed label={t('delete')} onConfirm={() => void run(deleteRef(subject))} />
      )}
      {kind === 'Pod' && object.metadata?.deletionTimestamp && (
        <Button look="danger" onClick={() => void run(deleteRef(subject, true))}>
          {t('forceDelete')}
        </Button>
      )}
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}

function Scale({ replicas, onScale }: { readonly replicas: number; readonly onScale: (replicas: number) => void }) {
  const { t } = useTranslation('inspector');
  const [typed, setTyped] = useState(String(replicas));
  const commit = () => {
    const wanted = Number(typed);
    if (Number.isInteger(wanted) && wanted >= 0 && wanted <= replicasMax && wanted !== replicas) onScale(wanted);
    else setTyped(String(replicas));
  };
  return (
    <span className={styles.scale} role="group" aria-label={t('scale')}>
      <Button aria-label={t('scaleDown')} disabled={replicas === 0} onClick={() => onScale(replicas - 1)}>
        −
      </Button>
      <input
        inputMode="numeric"
        aria-label={t('replicas')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === 'Enter' && commit()}
      />
      <Button aria-label={t('scaleUp')} onClick={() => onScale(replicas + 1)}>
        +
      </Button>
    </span>
  );
}

/** Asks once more in place; loses interest when the focus leaves. */
function Confirmed({ label, onConfirm }: { readonly label: string; readonly onConfirm: () => void }) {
  const { t } = useTranslation('inspector');
  const [asked, setAsked] = useState(false);
  const press = () => {
    if (asked) onConfirm();
    setAsked(!asked);
  };
  return (
    <Button look="danger" onClick={press} onBlur={() => setAsked(false)}>
      {asked ? t('really', { action: label }) : label}
    </Button>
  );
}

function evictable(node: string): ObjectRef[] {
  return [...clusterStore.getState().objects.Pod.values()]
    .filter((pod) => pod.spec?.nodeName === node && controllerOf(pod)?.kind !== 'DaemonSet')
    .map((pod) => ({ kind: 'Pod', name: pod.metadata.name ?? '', namespace: pod.metadata.namespace ?? 'default' }));
}
