import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stringify } from 'yaml';
import { isStatus } from '../../../workers/api/status';
import type { ConfigurationAnswer } from '../../../workers/protocol/decision';
import type { PageReply } from '../../../workers/protocol/page';
import {
  applyConfiguration,
  checkConfiguration,
  fetchConfiguration,
  fetchConfigurationText,
  fetchReadyConfigurations,
  removeConfiguration,
} from '../../state/scheduler';
import { Button } from '../../ui/Button';
import { ConfigurationPane } from './ConfigurationPane';
import styles from './scheduler.module.css';

const checkAfterMs = 300;
const header = { apiVersion: 'kubescheduler.config.k8s.io/v1', kind: 'KubeSchedulerConfiguration' };

/** The scheduler's configuration: checked while one types, applied to the running scheduler. */
export function Configuration() {
  const { t } = useTranslation('scheduler');
  const [{ text, applied }, setDraft] = useState(draftOf(''));
  const [ready, setReady] = useState<Readonly<Record<string, object>>>({});
  const [checked, setChecked] = useState<{ readonly text: string; readonly answer: ConfigurationAnswer | undefined }>();
  const [refusal, setRefusal] = useState('');
  const verdict = checked?.text === text ? checked.answer : undefined;
  const setText = (next: string) => setDraft((draft) => ({ ...draft, text: next }));
  const showRunning = () => void runningText().then((running) => setDraft(draftOf(running)));
  useEffect(() => {
    void runningText().then((running) => setDraft(draftOf(running)));
    void fetchReadyConfigurations().then(setReady);
  }, []);
  useEffect(() => {
    if (text === '') return undefined;
    let gone = false;
    const timer = setTimeout(() => void checkConfiguration(text).then((answer) => gone || setChecked({ text, answer })), checkAfterMs);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [text]);
  const apply = async () => {
    const answer = await checkConfiguration(text);
    setChecked({ text, answer });
    if (!answer || answer.error !== undefined) return;
    const reply = await applyConfiguration(text);
    setRefusal(refusalOf(reply));
    if (reply.code < 300) setDraft({ text, applied: text });
  };
  const reset = async () => {
    const reply = await removeConfiguration();
    const isGone = reply.code < 300 || reply.code === 404;
    setRefusal(isGone ? '' : refusalOf(reply));
    if (isGone) showRunning();
  };
  const start = (name: string) => {
    if (name === 'running') showRunning();
    else setText(stringify({ ...header, ...ready[name] }));
  };
  return (
    <div className={styles.configuration}>
      <div className={styles.bar}>
        <select value="" aria-label={t('ready')} onChange={({ target }) => start(target.value)}>
          <option value="" disabled hidden>
            {t('ready')}…
          </option>
          {['running', ...Object.keys(ready)].map((name) => (
            <option key={name} value={name}>
              {t(`ready_${name}`, { defaultValue: name })}
            </option>
          ))}
        </select>
        <Button look="primary" disabled={verdict?.error !== undefined || text === applied} onClick={() => void apply()}>
          {t('apply')}
        </Button>
        <Button onClick={() => void reset()}>{t('reset')}</Button>
      </div>
      <ConfigurationPane label={t('editorLabel')} text={text} onChange={setText} onApply={() => void apply()} />
      <Verdict verdict={verdict} refusal={refusal} isApplied={text === applied} />
    </div>
  );
}

function draftOf(running: string): { readonly text: string; readonly applied: string } {
  return { text: running, applied: running };
}

/** As somebody wrote it, or else the whole of the default. */
async function runningText(): Promise<string> {
  return (await fetchConfigurationText()) ?? stringify((await fetchConfiguration())?.complete ?? header);
}

function refusalOf({ code, body }: PageReply): string {
  if (code < 300) return '';
  return isStatus(body) ? (body.message ?? String(code)) : String(code);
}

interface VerdictProps {
  readonly verdict: ConfigurationAnswer | undefined;
  /** What the API server said against storing it. */
  readonly refusal: string;
  readonly isApplied: boolean;
}

function Verdict({ verdict, refusal, isApplied }: VerdictProps) {
  const { t } = useTranslation('scheduler');
  const error = refusal || verdict?.error;
  return (
    <div className={styles.verdict}>
      <p role="status" data-bad={error !== undefined && error !== ''}>
        {error ? `${t('refused')}: ` : t(verdict ? (isApplied ? 'applied' : 'valid') : 'checking')}
        {error && <span lang="en">{error}</span>}
      </p>
      {verdict?.profiles &&
        Object.entries(verdict.profiles).map(([name, profile]) => (
          <details key={name}>
            <summary>
              {t('profile')} <b>{name}</b>: {t('weights')}
            </summary>
            {Object.entries((profile['scoreWeights'] ?? {}) as Record<string, number>).map(([plugin, weight]) => (
              <span key={plugin} className={styles.weight}>
                {plugin} <b>{weight}</b>
              </span>
            ))}
          </details>
        ))}
      <p className={styles.none}>{t('where')}</p>
    </div>
  );
}
