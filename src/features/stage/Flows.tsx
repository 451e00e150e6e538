import { useEffect, useRef } from 'react';
import { onFlows } from '../../state/flows';
import type { Flow } from '../../state/flows';
import { timeStore } from '../../state/time';
import styles from './links.module.css';
import { pointOnCurve } from './model/geometry';
import type { Point } from './model/geometry';
import type { Link } from './relations/link';

/** From this speed on only the counters tell of requests. */
const dotsSpeedMax = 20;
/** Real time a dot takes for one link at speed 1 and above. */
const hopMs = 550;
const dotsMax = 120;

interface Dot {
  readonly element: SVGCircleElement;
  readonly path: readonly { readonly from: Point; readonly to: Point }[];
  /** Links gone, with fraction. */
  travelled: number;
}

/** One dot per request: client, service, pod. Drawn outside React, and halted while the clock is. */
export function Flows({ links }: { readonly links: readonly Link[] }) {
  const layer = useRef<SVGSVGElement>(null);
  const current = useRef(links);

  useEffect(() => {
    current.current = links;
  }, [links]);

  useEffect(() => {
    const svg = layer.current;
    if (!svg || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const dots = new Set<Dot>();
    let frame = 0;
    let last = 0;
    const draw = (now: number) => {
      const { paused, speed } = timeStore.getState().clock;
      const pace = paused ? 0 : speed === 'max' ? 1 : Math.min(1, speed);
      const step = (Math.min(now - last, 50) / hopMs) * pace;
      last = now;
      for (const dot of dots) {
        dot.travelled += step;
        const hop = dot.path[Math.max(0, Math.floor(dot.travelled))];
        if (!hop) {
          dot.element.remove();
          dots.delete(dot);
        } else if (dot.travelled >= 0) {
          const { x, y } = pointOnCurve(hop.from, hop.to, dot.travelled % 1);
          dot.element.setAttribute('transform', `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
          dot.element.removeAttribute('visibility');
        }
      }
      frame = dots.size > 0 ? requestAnimationFrame(draw) : 0;
    };
    const start = (flow: Flow, delayMs: number) => {
      const path = routeOf(flow, current.current);
      if (path.length === 0 || dots.size >= dotsMax) return;
      const element = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
      element.setAttribute('r', '4.5');
      element.setAttribute('visibility', 'hidden');
      element.setAttribute('class', flow.ok ? (styles.dot ?? '') : `${styles.dot} ${styles.dotFailed}`);
      svg.append(element);
      dots.add({ element, path, travelled: -delayMs / hopMs });
      if (frame === 0) {
        last = performance.now();
        frame = requestAnimationFrame(draw);
      }
    };
    const stop = onFlows((flows) => {
      const { speed } = timeStore.getState().clock;
      if (speed === 'max' || speed >= dotsSpeedMax) return;
      const first = flows[0]?.atMs ?? 0;
      for (const flow of flows) start(flow, Math.min(1000, (flow.atMs - first) / speed));
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
      for (const dot of dots) dot.element.remove();
    };
  }, []);

  return <svg ref={layer} className={styles.layer} aria-hidden data-flows />;
}

function routeOf(flow: Flow, links: readonly Link[]): Dot['path'] {
  const inbound = links.find((link) => link.id === `traffic>${flow.service}`);
  const outbound = links.find((link) => link.id === `${flow.service}>${flow.pod}`);
  return [inbound, outbound].flatMap((link) => (link ? [{ from: link.from, to: link.to }] : []));
}
