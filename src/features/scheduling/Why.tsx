import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecisionHead } from '../../../workers/protocol/decision-rows';
import { useSelection } from '../../state/hooks';
import { setUi } from '../../state/ui';
import { duration } from '../../ui/duration';
import { Button } from '../../ui/Button';
import { Answer } from './Answer';
import type { Focus } from './Answer';
import { Changes } from './Changes';
import { Funnel } from './Funnel';
import { NodeList } from './NodeList';
import styles from './scheduling.module.css';
import { useAnswers } from './use-answers';
import { useAttempts } from './use-attempts';
import { useRows } from './use-rows';

/** Nodes that are offered while one types a name. */
const suggestedMax = 100;

/** The inspector's Why tab for the selected pod. */
export function Why() {
  const selected = useSelection((state) => state.selected);
  if (selected?.kind !== 'Pod') return null;
  return <PodWhy key={`${selected.namespace}/${selected.name}`} namespace={selected.namespace ?? 'default'} pod={selected.name} />;
}

function PodWhy({ namespace, pod }: { readonly namespace: string; readonly pod: string }) {
  const { t } = useTranslation('scheduling');
  const attempts = useAttempts(namespace, pod);
  const [chosen, setChosen] = useState<number>();
  if (!attempts) return <p className={styles.empty}>{t('loading')}</p>;
  const record = attempts.find((each) => each.id === chosen) ?? attempts.at(-1);
  if (!record) return <p className={styles.empty}>{t('noDecision')}</p>;
  return (
    <div className={styles.why}>
      <AttemptChoice attempts={attempts} value={record.id} onChange={setChosen} />
      <Attempt key={record.id} record={record} />
      <Button onClick={() => setUi({ drawerOpen: true, drawerTab: 'decisions' })}>{t('openMatrix')}</Button>
    </div>
  );
}

function Attempt({ record }: { readonly record: DecisionHead }) {
  const { t } = useTranslation('scheduling');
  const [focus, setFocus] = useState<Focus>({});
  const loaded = useRows(record, focus);
  const [asked, setAsked] = useState('');
  const answers = useAnswers({ namespace: record.namespace, pod: record.pod, id: record.id, node: asked.trim() });
  const question = record.outcome === 'scheduled' ? t('whyHere', { node: record.node }) : t('whyPending');
  return (
    <>
      <h3>{question}</h3>
      <Answer sentences={answers?.why ?? []} focus={focus} onFocus={setFocus} />
      <p className={styles.message} lang="en">
        {record.message}
      </p>
      <Funnel record={record} />
      <label className={styles.ask}>
        {t('whyNot')}
        <input list="why-not-nodes" value={asked} placeholder={t('nodeName')} onChange={(event) => setAsked(event.target.value)} />
        <datalist id="why-not-nodes">
          {loaded &&
            Array.from({ length: Math.min(loaded.count, suggestedMax) }, (_, at) => loaded.at(at)).map(
              (row) => row && <option key={row.node} value={row.node} />,
            )}
        </datalist>
      </label>
      {answers?.whyNot && <Answer sentences={[answers.whyNot]} focus={focus} onFocus={setFocus} />}
      {record.outcome !== 'scheduled' && <Changes record={record} onFocus={setFocus} />}
      {loaded && loaded.count > 0 && <NodeList loaded={loaded} focus={focus} />}
    </>
  );
}

export function AttemptChoice({
  attempts,
  value,
  onChange,
}: {
  readonly attempts: readonly DecisionHead[];
  readonly value: number;
  readonly onChange: (id: number) => void;
}) {
  const { t } = useTranslation('scheduling');
  return (
    <label className={styles.attempts}>
      {t('attempt')}{' '}
      <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {attempts.toReversed().map((record) => (
          <option key={record.id} value={record.id}>
            {t('attemptLine', { attempt: record.attempt, at: duration(record.atMs), outcome: t(`outcome_${record.outcome}`) })}
          </option>
        ))}
      </select>
    </label>
  );
}
