import { useTranslation } from 'react-i18next';
import type { Clause, Sentence } from '../../../workers/protocol/decision';
import styles from './scheduling.module.css';
import { wordsOf } from './words';

export interface Focus {
  readonly node?: string;
  readonly clause?: Clause;
}

/** Sentences that point: pressing one shows the rows it speaks of. */
export function Answer({
  sentences,
  focus,
  onFocus,
}: {
  readonly sentences: readonly Sentence[];
  readonly focus: Focus;
  readonly onFocus: (focus: Focus) => void;
}) {
  const { t } = useTranslation('scheduling');
  return (
    <ul className={styles.answer}>
      {sentences.map((sentence, index) => {
        const { node, clause } = sentence;
        const said = wordsOf(sentence, t);
        const pressed = clause ? focus.clause?.reason === clause.reason : node !== undefined && focus.node === node;
        return (
          <li key={index} data-lead={index === 0 || undefined}>
            {clause || node ? (
              <button
                type="button"
                className={styles.point}
                aria-pressed={pressed}
                onClick={() => onFocus(pressed ? {} : { ...(clause ? { clause } : {}), ...(node && !clause ? { node } : {}) })}
              >
                {said}
              </button>
            ) : (
              said
            )}
          </li>
        );
      })}
    </ul>
  );
}
