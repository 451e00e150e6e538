import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { onFlows } from '../../state/flows';
import { timeStore } from '../../state/time';
import { colourOf } from '../../ui/colours';
import { flowRoute } from './model/flow-route';
import type { Hop } from './model/flow-route';
import { pointOnCurve } from './model/geometry';
import type { Link } from './relations/link';
import styles from './stage.module.css';

/** From this speed on only the counters tell of requests. */
const dotsSpeedMax = 20;
/** Real time a dot takes for one link at speed 1 and above. */
const hopMs = 550;
const dotsMax = 120;
/** In stage units. */
const dotRadius = 4.5;

interface Dot {
  readonly path: readonly Hop[];
  readonly ok: boolean;
  /** Links gone, with fraction; negative before it sets out. */
  travelled: number;
}

/** One dot per request: client, service, pod. Halted while the clock is. Drawn on a canvas over the stage, outside React. */
export function Flows({ links }: { readonly links: readonly Link[] }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const current = useRef(links);
  const flow = useStoreApi();
  useEffect(() => {
    current.current = links;
  }, [links]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const dots = new Set<Dot>();
    let frame = 0;
    let last = 0;

    const draw = (now: number) => {
      const step = (Math.min(now - last, 50) / hopMs) * pace();
      last = now;
      const [x, y, zoom] = flow.getState().transform;
      clear(element, context);
      context.translate(x, y);
      context.scale(zoom, zoom);
      context.strokeStyle = colourOf('--surface');
      for (const dot of dots) {
        dot.travelled += step;
        const hop = dot.path[Math.max(0, Math.floor(dot.travelled))];
        if (!hop) dots.delete(dot);
        else if (dot.travelled >= 0) drawDot(context, hop, dot.travelled % 1, colourOf(dot.ok ? '--flow' : '--pod-failed'));
      }
      frame = dots.size > 0 ? requestAnimationFrame(draw) : 0;
      if (frame === 0) clear(element, context);
    };
    const stop = onFlows((flows) => {
      const { speed } = timeStore.getState().clock;
      if (speed === 'max' || speed >= dotsSpeedMax) return;
      const first = flows[0]?.atMs ?? 0;
      for (const each of flows) {
        const path = flowRoute(each, current.current);
        if (path.length > 0 && dots.size < dotsMax)
          dots.add({ path, ok: each.ok, travelled: -Math.min(1000, (each.atMs - first) / speed) / hopMs });
      }
      if (frame !== 0 || dots.size === 0) return;
      last = performance.now();
      frame = requestAnimationFrame(draw);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [flow]);

  return <canvas ref={canvas} className={styles.flows} aria-hidden />;
}

/** How fast dots go: with the clock while it is slow, never faster than the eye. */
function pace(): number {
  const { paused, speed } = timeStore.getState().clock;
  if (paused) return 0;
  return speed === 'max' ? 1 : Math.min(1, speed);
}

function clear(element: HTMLCanvasElement, context: CanvasRenderingContext2D): void {
  const ratio = devicePixelRatio;
  const width = Math.round(element.clientWidth * ratio);
  const height = Math.round(element.clientHeight * ratio);
  if (element.width !== width || element.height !== height) {
    element.width = width;
    element.height = height;
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

function drawDot(context: CanvasRenderingContext2D, { from, to }: Hop, part: number, colour: string): void {
  const { x, y } = pointOnCurve(from, to, part);
  context.beginPath();
  context.arc(x, y, dotRadius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.lineWidth = 1.5;
  context.stroke();
}
