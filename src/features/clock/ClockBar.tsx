import { Pause, Play, SkipForward, StepForward } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { runUntilIdle, setClock, stepRound } from '../../state/commands/clock';
import { useTime } from '../../state/hooks';
import { speedIndex, speeds } from '../../state/speeds';
import { useVirtualNow } from '../../state/use-virtual-now';
import { IconButton } from '../../ui/Button';
import styles from './clock.module.css';
import { virtualTimeText } from './virtual-time';

export function ClockBar() {
  const { t } = useTranslation('clock');
  const { paused, speed, round, idle } = useTime((state) => state.clock);
  const index = speedIndex(speed);
  return (
    <div className={styles.bar} role="group" aria-label={t('clock')}>
      <Time />
      <IconButton
        className={styles.run}
        look="primary"
        label={t(paused ? 'run' : 'pause')}
        shortcut="Space"
        onClick={() => void setClock({ paused: !paused })}
      >
        {paused ? <Play aria-hidden /> : <Pause aria-hidden />}
      </IconButton>
      <IconButton label={t('step')} shortcut="ArrowRight" onClick={() => void stepRound()}>
        <StepForward aria-hidden />
      </IconButton>
      <IconButton label={t('idle')} onClick={() => void runUntilIdle()}>
        <SkipForward aria-hidden />
      </IconButton>
      <label className={styles.speed} title={`${t('speed')} ([ ])`}>
        <input
          type="range"
          min={0}
          max={speeds.length - 1}
          step={1}
          value={index}
          aria-label={t('speed')}
          aria-valuetext={t('speedText', { speed: speeds[index] })}
          onChange={(event) => void setClock({ speed: speeds[Number(event.target.value)] ?? 1 })}
        />
        <span className={styles.speedValue}>{speed === 'max' ? 'max' : `${speed}×`}</span>
      </label>
      <span className={styles.round} title={idle ? t('isIdleLong') : t('roundLong')}>
        {idle ? <span className={styles.idle}>{t('isIdle')}</span> : t('round', { round })}
      </span>
    </div>
  );
}

function Time() {
  const { t } = useTranslation('clock');
  const nowMs = useVirtualNow(100, 100);
  return (
    <time className={styles.time} title={t('now')}>
      {virtualTimeText(nowMs)}
    </time>
  );
}
