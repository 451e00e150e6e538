import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ApplyVerb } from './apply';
import styles from './editor.module.css';
import { editorStore } from './editor-state';
import type { Problem, ResultLine } from './editor-state';

const glyphs: Record<ApplyVerb, string> = { created: '+', configured: '~', unchanged: '=', failed: '✕' };

/** Problems of the text, and what the last apply did; every line leads to its place. */
export function EditorSide({ reveal }: { readonly reveal: (line: number, column?: number) => void }) {
  const { t } = useTranslation('editor');
  const { problems, moreProblems, results, tally } = useStore(editorStore);
  const total = tally.created + tally.configured + tally.unchanged + tally.failed;
  return (
    <div className={styles.side}>
      <section aria-label={t('problemsTitle')}>
        <h3>{t('problemsTitle')}</h3>
        {problems.length === 0 && <p className={styles.none}>{t('noProblems')}</p>}
        <ul>
          {problems.map((problem, index) => (
            <ProblemLine key={index} problem={problem} reveal={reveal} />
          ))}
        </ul>
        {moreProblems > 0 && <p className={styles.none}>{t('moreProblems', { count: moreProblems })}</p>}
      </section>
      <section aria-label={t('resultsTitle')} aria-live="polite">
        <h3>
          {t('resultsTitle')} {total > results.length && <small>{t('tally', { ...tally, shown: results.length, total })}</small>}
        </h3>
        {total === 0 && <p className={styles.none}>{t('noResults')}</p>}
        <ul lang="en">
          {results.map((result) => (
            <ResultRow key={result.id} result={result} reveal={reveal} />
          ))}
        </ul>
      </section>
    </div>
  );
}

function ProblemLine({ problem, reveal }: { readonly problem: Problem; readonly reveal: (line: number, column?: number) => void }) {
  const { t } = useTranslation('editor');
  return (
    <li>
      <button type="button" className={styles.line} onClick={() => reveal(problem.line, problem.column)}>
        <span className={styles.place}>{t('line', { line: problem.line })}</span>
        <span className={problem.severity === 'error' ? styles.bad : styles.warn}>{problem.message}</span>
        <small>{t(`source_${problem.source}`)}</small>
      </button>
    </li>
  );
}

function ResultRow({ result, reveal }: { readonly result: ResultLine; readonly reveal: (line: number) => void }) {
  return (
    <li>
      <button type="button" className={styles.line} data-verb={result.verb} onClick={() => reveal(result.line)}>
        <span aria-hidden className={styles.glyph}>
          {glyphs[result.verb]}
        </span>
        <span>
          {result.warnings.map((warning) => (
            <span key={warning} className={styles.warn}>
              Warning: {warning}
              {'\n'}
            </span>
          ))}
          {result.text}
        </span>
      </button>
    </li>
  );
}
