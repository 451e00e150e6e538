import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { classes } from '../ui/classes';
import styles from './splitter.module.css';

export interface SplitterProps {
  /** Side of the panel that it sits on. */
  readonly side: 'left' | 'right' | 'top';
  readonly size: number;
  readonly min: number;
  readonly max: number;
  onSize(size: number): void;
}

/** The edge of a panel: drag it, or focus it and use the arrow keys. */
export function Splitter({ side, size, min, max, onSize }: SplitterProps) {
  const { t } = useTranslation('app');
  const isVertical = side !== 'top';
  const clamp = (wanted: number) => Math.round(Math.min(max, Math.max(min, wanted)));
  const start = (down: PointerEvent<HTMLDivElement>) => {
    const handle = down.currentTarget;
    const from = isVertical ? down.clientX : down.clientY;
    const sign = side === 'right' ? 1 : -1;
    const drag = (event: globalThis.PointerEvent) => onSize(clamp(size + sign * ((isVertical ? event.clientX : event.clientY) - from)));
    handle.setPointerCapture(down.pointerId);
    handle.addEventListener('pointermove', drag);
    handle.addEventListener('lostpointercapture', () => handle.removeEventListener('pointermove', drag), { once: true });
  };
  const press = (event: KeyboardEvent) => {
    const grow = { left: 'ArrowLeft', right: 'ArrowRight', top: 'ArrowUp' }[side];
    const shrink = { left: 'ArrowRight', right: 'ArrowLeft', top: 'ArrowDown' }[side];
    if (event.key !== grow && event.key !== shrink) return;
    event.preventDefault();
    onSize(clamp(size + (event.key === grow ? 16 : -16)));
  };
  return (
    <div
      role="separator"
      aria-orientation={isVertical ? 'vertical' : 'horizontal'}
      aria-label={t('resize')}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      className={classes(styles.splitter, styles[side])}
      onPointerDown={start}
      onKeyDown={press}
    />
  );
}
