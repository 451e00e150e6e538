import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clusterStore } from '../../state/cluster';
import { advance } from '../../state/commands/clock';
import { useCluster } from '../../state/hooks';
import { timeStore, virtualNow } from '../../state/time';
import { useVirtualNow } from '../../state/use-virtual-now';
import { classes } from '../../ui/classes';
import { duration } from '../../ui/duration';
import { drawTimeline } from './draw';
import { expectations } from './future';
import { newHistory, record } from './history';
import { timeScale, xOf } from './scale';
import styles from './timeline.module.css';

/** Redraws of the past lane, in real time: enough for a strip that moves 2 pixels a second. */
const drawMs = 120;
/** A mark closer than this to the right edge is labelled on its left. */
const labelWidth = 210;

export function Timeline() {
  const { t } = useTranslation('timeline');
  const strip = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(1000);
  const nowMs = useVirtualNow();
  const objects = useCluster((state) => state.objects);
  const scale = timeScale(width);

  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => entry && setWidth(entry.contentRect.width));
    if (strip.current) observer.observe(strip.current);
    return () => observer.disconnect();
  }, []);

  return (
    <div ref={strip} className={styles.strip}>
      <Past width={width} label={t('changes')} />
      <div className={styles.future} style={{ left: scale.nowX }}>
        <ul aria-label={t('future')}>
          {expectations(objects, nowMs).map(({ atMs, what, name }, index) => {
            const text = t(what, { name });
            const left = duration(atMs - nowMs);
            const x = xOf(scale, atMs, nowMs) - scale.nowX;
            return (
              <li key={`${what} ${name}`}>
                <button
                  type="button"
                  className={classes(
                    styles.mark,
                    what === 'evict' && styles.evict,
                    x > width - scale.nowX - labelWidth && styles.leftwards,
                  )}
                  style={{ left: x, top: index % 2 === 0 ? 2 : 24 }}
                  title={t('runTo', { what: text, left })}
                  onClick={() => void advance({ untilMs: atMs })}
                >
                  {text} · {left}
                </button>
              </li>
            );
          })}
        </ul>
      </div>
      <div className={styles.now} style={{ left: scale.nowX }}>
        <span className={styles.nowLabel}>{t('now')}</span>
      </div>
    </div>
  );
}

function Past({ width, label }: { readonly width: number; readonly label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const history = useRef(newHistory());

  useEffect(
    () =>
      clusterStore.subscribe((state, before) => {
        record(history.current, state, before, virtualNow(timeStore.getState(), performance.now()));
      }),
    [],
  );

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const draw = () => {
      const ratio = devicePixelRatio;
      const height = element.clientHeight;
      if (element.width !== Math.round(width * ratio) || element.height !== Math.round(height * ratio)) {
        element.width = Math.round(width * ratio);
        element.height = Math.round(height * ratio);
      }
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawTimeline(context, width, height, timeScale(width), history.current, virtualNow(timeStore.getState(), performance.now()));
    };
    draw();
    const timer = setInterval(draw, drawMs);
    return () => clearInterval(timer);
  }, [width]);

  return <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} />;
}
