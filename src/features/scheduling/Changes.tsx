import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecisionHead } from '../../../workers/protocol/decision-rows';
import { Button } from '../../ui/Button';
import type { Focus } from './Answer';
import styles from './scheduling.module.css';
import { useAnswers } from './use-answers';
import { changeWords } from './words';

interface ChangesProps {
  readonly record: DecisionHead;
  readonly onFocus: (focus: Focus) => void;
}

/** What would let the pod in, tried when asked for. */
export function Changes({ record, onFocus }: ChangesProps) {
  const { t } = useTranslation('scheduling');
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) return <Button onClick={() => setAsked(true)}>{t('whatWouldChangeIt')}</Button>;
  return (
    <>
      <h3>{t('whatWouldChangeIt')}</h3>
      <Found record={record} onFocus={onFocus} />
    </>
  );
}

function Found({ record, onFocus }: ChangesProps) {
  const { t } = useTranslation('scheduling');
  const answers = useAnswers({ namespace: record.namespace, pod: record.pod, id: record.id, changes: true });
  if (answers === undefined) return <p className={styles.empty}>{t('searching')}</p>;
  if (answers === null) return <p className={styles.empty}>{t('noDecision')}</p>;
  const { changes = [] } = answers;
  if (changes.length === 0) return <p className={styles.empty}>{t('nothingHelps')}</p>;
  return (
    <ul className={styles.answer}>
      {changes.map((change) => (
        <li key={JSON.stringify(change.edits)}>
          <button type="button" className={styles.point} onClick={() => onFocus({ node: change.node })}>
            {changeWords(change, t)}
          </button>
        </li>
      ))}
    </ul>
  );
}
