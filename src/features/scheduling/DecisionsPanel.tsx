import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DecisionHead } from '../../../workers/protocol/decision-rows';
import { useObjects, useSelection } from '../../state/hooks';
import { openRaces } from '../../state/races';
import { select } from '../../state/selection';
import { Button } from '../../ui/Button';
import { duration } from '../../ui/duration';
import { StatusGlyph } from '../../ui/StatusGlyph';
import { Answer } from './Answer';
import type { Focus } from './Answer';
import { Funnel } from './Funnel';
import { MatrixTable } from './MatrixTable';
import { recentDecisions } from './recent';
import styles from './scheduling.module.css';
import { useAnswers } from './use-answers';
import { useAttempts } from './use-attempts';
import { AttemptChoice } from './Why';

const listedMax = 200;

/** The drawer's tab: recent decisions on the left, the full matrix of one on the right. */
export function DecisionsPanel() {
  const { t } = useTranslation('scheduling');
  const events = useDeferredValue(useObjects('Event'));
  const recent = useMemo(() => recentDecisions(events.values()), [events]);
  const selected = useSelection((state) => state.selected);
  const [kept, setKept] = useState<{ namespace: string; pod: string }>();
  const chosen = selected?.kind === 'Pod' ? { namespace: selected.namespace ?? 'default', pod: selected.name } : undefined;
  if (chosen && (chosen.pod !== kept?.pod || chosen.namespace !== kept.namespace)) setKept(chosen);
  const shown = kept ?? recent[0];
  return (
    <div className={styles.panel}>
      <nav aria-label={t('recent')} className={styles.recent}>
        <h3>{recent.length > listedMax ? t('recentShown', { shown: listedMax, total: recent.length }) : t('recent')}</h3>
        <ul>
          {recent.slice(0, listedMax).map((decision) => (
            <li key={decision.key}>
              <button
                type="button"
                aria-current={shown?.namespace === decision.namespace && shown.pod === decision.pod}
                title={decision.message}
                onClick={() => select({ kind: 'Pod', namespace: decision.namespace, name: decision.pod })}
              >
                <span
                  aria-label={t(decision.scheduled ? 'outcome_scheduled' : 'outcome_unschedulable')}
                  data-scheduled={decision.scheduled}
                >
                  {decision.scheduled ? '★' : <StatusGlyph name="pending" />}
                </span>
                <span className={styles.recentPod}>{decision.pod}</span>
                <small>{duration(decision.atMs)}</small>
              </button>
            </li>
          ))}
        </ul>
      </nav>
      {shown ? (
        <PodDecision key={`${shown.namespace}/${shown.pod}`} namespace={shown.namespace} pod={shown.pod} />
      ) : (
        <p className={styles.empty}>{t('noDecisions')}</p>
      )}
    </div>
  );
}

function PodDecision({ namespace, pod }: { readonly namespace: string; readonly pod: string }) {
  const { t } = useTranslation('scheduling');
  const attempts = useAttempts(namespace, pod);
  const [chosen, setChosen] = useState<number>();
  if (!attempts) return <p className={styles.empty}>{t('loading')}</p>;
  const record = attempts.find((each) => each.id === chosen) ?? attempts.at(-1);
  if (!record) return <p className={styles.empty}>{t('noDecision')}</p>;
  return (
    <div className={styles.decision}>
      <div className={styles.decisionHead}>
        <h3>
          {namespace}/{pod}
        </h3>
        <AttemptChoice attempts={attempts} value={record.id} onChange={setChosen} />
        <Button look="quiet" onClick={openRaces}>
          {t('compareSchedulers')}
        </Button>
      </div>
      <FullAttempt key={record.id} record={record} />
    </div>
  );
}

function FullAttempt({ record }: { readonly record: DecisionHead }) {
  const [focus, setFocus] = useState<Focus>({});
  const answers = useAnswers({ namespace: record.namespace, pod: record.pod, id: record.id });
  return (
    <>
      <div className={styles.summary}>
        <Answer sentences={answers?.why ?? []} focus={focus} onFocus={setFocus} />
        <div>
          <Funnel record={record} />
          {record.outcome !== 'scheduled' && (
            <p className={styles.message} lang="en">
              {record.message}
            </p>
          )}
        </div>
      </div>
      <MatrixTable record={record} focus={focus} />
    </>
  );
}
