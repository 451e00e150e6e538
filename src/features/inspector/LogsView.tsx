import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isStatus } from '../../../workers/api/status';
import type { Pod } from '../../../workers/resources/core/pods/types';
import type { PageReply } from '../../../workers/protocol/page';
import { transport } from '../../state/connection';
import styles from './inspector.module.css';

const refreshMs = 1000;
const tailLines = 500;
/** Whoever has scrolled up further than this is reading, and is left alone. */
const nearEndPixels = 80;

export function LogsView({ pod }: { readonly pod: Pod }) {
  const { t } = useTranslation('inspector');
  const containers = [...(pod.spec?.initContainers ?? []), ...(pod.spec?.containers ?? [])].map((container) => container.name);
  const [chosen, setChosen] = useState<string>();
  const [previous, setPrevious] = useState(false);
  const container = chosen && containers.includes(chosen) ? chosen : (pod.spec?.containers[0]?.name ?? '');
  const query = new URLSearchParams({ container, tailLines: String(tailLines), ...(previous ? { previous: 'true' } : {}) });
  const path = `/api/v1/namespaces/${encodeURIComponent(pod.metadata.namespace ?? '')}/pods/${encodeURIComponent(pod.metadata.name ?? '')}/log?${query}`;
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
      <LogText key={path} path={path} />
    </div>
  );
}

function LogText({ path }: { readonly path: string }) {
  const { t } = useTranslation('inspector');
  const { text, problem } = useLog(path);
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const element = box.current;
    const wasAtEnd = element && element.scrollHeight - element.scrollTop - element.clientHeight < nearEndPixels;
    if (wasAtEnd && text !== '') element.scrollTop = element.scrollHeight;
  }, [text]);
  if (problem) return <p className={styles.empty}>{problem}</p>;
  return (
    <pre ref={box} tabIndex={0} aria-label={t('logs')} lang="en">
      {text || t('noLogs')}
    </pre>
  );
}

interface Log {
  readonly text: string;
  readonly problem?: string;
}

function useLog(path: string): Log {
  const [log, setLog] = useState<Log>({ text: '' });
  useEffect(() => {
    let live = true;
    const read = async () => {
      const reply = await transport().request({ method: 'GET', path, accept: 'text/plain, */*' });
      if (live) setLog((before) => keepEqual(before, logOf(reply)));
    };
    void read();
    const timer = setInterval(() => void read(), refreshMs);
    return () => {
      live = false;
      clearInterval(timer);
    };
  }, [path]);
  return log;
}

function logOf({ code, body }: PageReply): Log {
  if (isStatus(body)) return { text: '', problem: body.message ?? body.reason ?? String(code) };
  return typeof body === 'string' ? { text: body } : { text: '', problem: `HTTP ${code}` };
}

function keepEqual(before: Log, after: Log): Log {
  return before.text === after.text && before.problem === after.problem ? before : after;
}
