import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isStatus } from '../../../workers/api/status';
import type { Pod } from '../../../workers/resources/core/pods/types';
import type { PageReply } from '../../../workers/protocol/page';
import { transport } from '../../state/connection';
import styles from './inspector.module.css';

const refreshMs = 1000;
const tailLines = 500;

export function LogsView({ pod }: { readonly pod: Pod }) {
  const { t } = useTranslation('inspector');
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].map((container) => container.name);
  const [chosen, setChosen] = useState<string>();
  const [previous, setPrevious] = useState(false);
  const container = chosen && containers.includes(chosen) ? chosen : (pod.spec?.containers[0]?.name ?? '');
  const log = useLog(pod.metadata.namespace ?? '', pod.metadata.name ?? '', container, previous);
  const end = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const element = end.current;
    if (element && element.scrollHeight - element.scrollTop - element.clientHeight < 80) element.scrollTop = element.scrollHeight;
  }, [log]);
  return (
    <div className={styles.logs}>
      <div className={styles.bar}>
        <label>
          {t('container')}{' '}
          <select value={container} onChange={(event) => setChosen(event.target.value)}>
            {containers.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label>
          <input type="checkbox" checked={previous} onChange={(event) => setPrevious(event.target.checked)} /> {t('previous')}
        </label>
      </div>
      {log.problem ? (
        <p className={styles.empty}>{log.problem}</p>
      ) : (
        <pre ref={end} tabIndex={0} aria-label={t('logs')} lang="en">
          {log.text || t('noLogs')}
        </pre>
      )}
    </div>
  );
}

interface Log {
  readonly text: string;
  readonly problem?: string;
}

function useLog(namespace: string, name: string, container: string, previous: boolean): Log {
  const [log, setLog] = useState<Log>({ text: '' });
  useEffect(() => {
    let live = true;
    const query = new URLSearchParams({ container, tailLines: String(tailLines), ...(previous ? { previous: 'true' } : {}) });
    const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log?${query}`;
    const read = async () => {
      const reply = await transport().request({ method: 'GET', path, accept: 'text/plain, */*' });
      if (live) setLog((before) => keepEqual(before, logOf(reply)));
    };
    setLog({ text: '' });
    void read();
    const timer = setInterval(() => void read(), refreshMs);
    return () => {
      live = false;
      clearInterval(timer);
    };
  }, [namespace, name, container, previous]);
  return log;
}

function logOf({ code, body }: PageReply): Log {
  if (isStatus(body)) return { text: '', problem: body.message ?? body.reason ?? String(code) };
  return typeof body === 'string' ? { text: body } : { text: '', problem: `HTTP ${code}` };
}

function keepEqual(before: Log, after: Log): Log {
  return before.text === after.text && before.problem === after.problem ? before : after;
}
