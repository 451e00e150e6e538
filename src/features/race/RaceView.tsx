import { X } from 'lucide-react';
import { Suspense, lazy, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { RaceSetup, Side } from '../../../workers/protocol/race';
import { closeRaces, raceStore, startRace } from '../../state/races';
import { IconButton } from '../../ui/Button';
import { raceForm, setSide, setupOf } from './form';
import type { RaceForm } from './form';
import { RaceSetupBar } from './RaceSetupBar';
import { Results } from './Results';
import styles from './race.module.css';

const PluginEditor = lazy(() => import('./PluginEditor'));
const sides = ['a', 'b'] as const;

/** The view "Compare schedulers". Default export: loaded when it is opened first. */
export default function RaceView() {
  const { t } = useTranslation('race');
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useStore(raceForm);
  const last = useStore(raceStore, (state) => state.last);
  const problem = useStore(raceStore, (state) => state.problem);
  const hasPlugin = sides.some((side) => form[side].kind === 'own');
  const configs = sides.filter((side) => form[side].kind === 'custom');
  useEffect(() => dialog.current?.showModal(), []);
  const run = () => void startRace(() => prepare(raceForm.getState(), (line, message) => t('syntax', { line, message })));
  return (
    <dialog
      ref={dialog}
      className={styles.view}
      aria-labelledby="race-title"
      onClose={closeRaces}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
        event.preventDefault();
        run();
      }}
    >
      <header className={styles.head}>
        <h2 id="race-title">{t('title')}</h2>
        <p>{t('intro')}</p>
        <IconButton label={t('close')} onClick={() => dialog.current?.close()}>
          <X aria-hidden />
        </IconButton>
      </header>
      <RaceSetupBar onRun={run} />
      <div className={styles.body} data-split={hasPlugin || configs.length > 0 || undefined}>
        {(hasPlugin || configs.length > 0) && (
          <div className={styles.texts}>
            {configs.map((side) => (
              <ConfigText key={side} side={side} text={form[side].config} />
            ))}
            {hasPlugin && (
              <Suspense fallback={<p className={styles.note}>{t('loadingEditor')}</p>}>
                <PluginEditor onRun={run} />
              </Suspense>
            )}
          </div>
        )}
        <div className={styles.results}>
          {problem && (
            <p role="alert" className={styles.problem}>
              {problem}
            </p>
          )}
          {last ? <Results setup={last.setup} result={last.result} /> : !problem && <p className={styles.note}>{t('nothingYet')}</p>}
        </div>
      </div>
    </dialog>
  );
}

function ConfigText({ side, text }: { readonly side: Side; readonly text: string }) {
  const { t } = useTranslation('race');
  return (
    <label className={styles.config}>
      <h3>{t('configOf', { side: side.toUpperCase() })}</h3>
      <textarea spellCheck={false} value={text} onChange={({ target }) => setSide(side, { config: target.value })} />
    </label>
  );
}

async function prepare(form: RaceForm, wordsOf: (line: number, message: string) => string): Promise<RaceSetup> {
  if (!sides.some((side) => form[side].kind === 'own')) return setupOf(form, '');
  const { compilePlugin } = await import('./typescript');
  const { code, problem } = await compilePlugin();
  if (problem) throw new RangeError(wordsOf(problem.line, problem.message));
  return setupOf(form, code);
}
