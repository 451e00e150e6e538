import { Play, Square } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { ContestantKind, RaceProgress, RaceStream, Side } from '../../../workers/protocol/race';
import { useConnection } from '../../state/hooks';
import { cancelRace, raceStore } from '../../state/races';
import { Button } from '../../ui/Button';
import { limits, raceForm, setSide } from './form';
import styles from './race.module.css';

const kinds: readonly ContestantKind[] = ['default', 'mostAllocated', 'kubernetes10', 'custom', 'own'];
const streams: readonly RaceStream['kind'][] = ['made', 'anew', 'pending'];

export function RaceSetupBar({ onRun }: { readonly onRun: () => void }) {
  const { t } = useTranslation('race');
  const isReady = useConnection((state) => state.phase === 'ready');
  const running = useStore(raceStore, (state) => state.running);
  const { stream, pods, nodes } = useStore(raceForm);
  return (
    <div className={styles.setup} role="group" aria-label={t('setup')}>
      <fieldset>
        <legend>{t('pods')}</legend>
        <select
          aria-label={t('pods')}
          value={stream}
          onChange={({ target }) => raceForm.setState({ stream: target.value as RaceStream['kind'] })}
        >
          {streams.map((kind) => (
            <option key={kind} value={kind}>
              {t(`stream_${kind}`)}
            </option>
          ))}
        </select>
        {stream === 'made' && (
          <>
            <Count label={t('podCount')} value={pods} max={limits.pods} onChange={(value) => raceForm.setState({ pods: value })} />
            <Count label={t('nodeCount')} value={nodes} max={limits.nodes} onChange={(value) => raceForm.setState({ nodes: value })} />
          </>
        )}
      </fieldset>
      <Contestant side="a" />
      <span className={styles.versus} aria-hidden>
        {t('versus')}
      </span>
      <Contestant side="b" />
      <div className={styles.go}>
        {running ? (
          <Button look="danger" onClick={cancelRace}>
            <Square aria-hidden /> {t('cancel')}
          </Button>
        ) : (
          <Button look="primary" disabled={!isReady} aria-keyshortcuts="Control+Enter" onClick={onRun}>
            <Play aria-hidden /> {t('run')}
          </Button>
        )}
        <output className={styles.progress} aria-live="polite">
          {running && <Progress progress={running.progress} />}
        </output>
      </div>
    </div>
  );
}

function Contestant({ side }: { readonly side: Side }) {
  const { t } = useTranslation('race');
  const { kind, seed } = useStore(raceForm, (form) => form[side]);
  const name = side.toUpperCase();
  return (
    <fieldset data-side={side}>
      <legend>
        <span className={styles.badge} data-side={side}>
          {name}
        </span>
      </legend>
      <select
        aria-label={t('scheduler', { side: name })}
        value={kind}
        onChange={({ target }) => setSide(side, { kind: target.value as ContestantKind })}
      >
        {kinds.map((each) => (
          <option key={each} value={each}>
            {t(`kind_${each}`)}
          </option>
        ))}
      </select>
      <Count label={t('seed')} title={t('seedLong')} value={seed} max={999_999} onChange={(value) => setSide(side, { seed: value })} />
    </fieldset>
  );
}

interface CountProps {
  readonly label: string;
  readonly title?: string;
  readonly value: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}

function Count({ label, title, value, max, onChange }: CountProps) {
  return (
    <label className={styles.count} title={title}>
      {label}{' '}
      <input
        type="number"
        min={1}
        max={max}
        value={value}
        onChange={({ target }) => onChange(Math.min(max, Math.max(1, Math.trunc(target.valueAsNumber) || 1)))}
      />
    </label>
  );
}

function Progress({ progress }: { readonly progress: RaceProgress | undefined }) {
  const { t } = useTranslation('race');
  if (!progress) return t('starting');
  if (progress.step === 'reading') return t('reading');
  const { step, done, total } = progress;
  return (
    <>
      {t('placing', { side: step.toUpperCase(), done, total })} <progress value={done} max={total} />
    </>
  );
}
