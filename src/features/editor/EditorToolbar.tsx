import { Play, RotateCcw, Square } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useConnection } from '../../state/hooks';
import { Button } from '../../ui/Button';
import { dryRunDocumentsMax } from './dry-run';
import styles from './editor.module.css';
import { editorStore } from './editor-state';
import type { EditorState } from './editor-state';
import { examples } from './examples';
import { editorSession } from './session';

export function EditorToolbar() {
  const { t } = useTranslation('editor');
  const ready = useConnection((state) => state.phase === 'ready');
  const state = useStore(editorStore);
  const [example, setExample] = useState('guestbook');
  const load = (id: string) => {
    setExample(id);
    editorSession().setText(examples.find((each) => each.id === id)!.text);
  };
  return (
    <div className={styles.toolbar} role="toolbar" aria-label={t('toolbar')}>
      {state.applying ? (
        <Button look="danger" onClick={() => editorSession().cancelApply()}>
          <Square aria-hidden /> {t('cancel', state.applying)}
        </Button>
      ) : (
        <Button
          look="primary"
          disabled={!ready || state.documents === 0}
          aria-keyshortcuts="Control+Enter"
          onClick={() => void editorSession().apply()}
        >
          <Play aria-hidden /> {t('apply')} <kbd className={styles.key}>Ctrl ⏎</kbd>
        </Button>
      )}
      <label className={styles.examples}>
        {t('examples')}
        <select value={example} onChange={(event) => load(event.target.value)}>
          {examples.map(({ id }) => (
            <option key={id} value={id}>
              {t(`example_${id}`)}
            </option>
          ))}
        </select>
      </label>
      <Button look="quiet" title={t('resetLong')} onClick={() => load(example)}>
        <RotateCcw aria-hidden /> {t('reset')}
      </Button>
      <output className={styles.status} aria-live="polite">
        <Status state={state} />
      </output>
    </div>
  );
}

function Status({ state }: { readonly state: EditorState }) {
  const { t } = useTranslation('editor');
  const problems = state.problems.length + state.moreProblems;
  const dryRun = state.dryRun === 'done' && state.documents > dryRunDocumentsMax ? 'dryRun_partial' : `dryRun_${state.dryRun}`;
  return (
    <>
      <span>{t('documents', { count: state.documents })}</span>
      <span className={problems > 0 ? styles.bad : styles.good}>
        {state.analysing ? t('checking') : problems > 0 ? `✕ ${t('problems', { count: problems })}` : `✓ ${t('noProblems')}`}
      </span>
      <span>{t(dryRun, { checked: state.dryRunChecked, documents: state.documents })}</span>
      {!state.saved && <span className={styles.bad}>{t('notSaved')}</span>}
    </>
  );
}
