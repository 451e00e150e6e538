import { useEffect, useRef } from 'react';
import { timeStore } from '../../state/time';
import { arrivals } from './model/arrivals';
import type { Box } from './model/geometry';
import type { StageModel } from './model/stage-model';
import styles from './links.module.css';

const glideMs = 520;
/** From this speed on pods just appear. */
const glideSpeedMax = 20;

/** A scheduled pod glides from the tray to its place on the node. Drawn outside React. */
export function Glides({ model, places }: { readonly model: StageModel; readonly places: ReadonlyMap<string, Box> }) {
  const layer = useRef<HTMLDivElement>(null);
  const before = useRef<{ readonly model: StageModel; readonly places: ReadonlyMap<string, Box> }>(undefined);

  useEffect(() => {
    const last = before.current;
    before.current = { model, places };
    const { speed } = timeStore.getState().clock;
    const isStill = speed === 'max' || speed >= glideSpeedMax || matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (!last || last.model.nodes.length === 0 || isStill) return;
    for (const { hue, from, to } of arrivals(last.model, places, model, last.places)) {
      const ghost = document.createElement('div');
      ghost.className = `owner ${styles.glide}`;
      ghost.style.setProperty('--hue', String(hue));
      ghost.style.width = `${to.width}px`;
      ghost.style.height = `${to.height}px`;
      layer.current?.append(ghost);
      const motion = ghost.animate(
        [
          { transform: `translate(${from.x}px, ${from.y}px)`, opacity: 0.4 },
          { opacity: 1, offset: 0.15 },
          { transform: `translate(${to.x}px, ${to.y}px)`, opacity: 1 },
        ],
        { duration: glideMs, easing: 'cubic-bezier(0.4, 0, 0.2, 1)' },
      );
      motion.onfinish = () => ghost.remove();
    }
  }, [model, places]);

  return <div ref={layer} aria-hidden />;
}
