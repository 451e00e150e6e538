/** Which rows of a long table are in sight, so that only they are drawn. */
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefCallback } from 'react';

export interface RowWindow {
  /** For the element that holds the rows. */
  readonly rows: RefCallback<HTMLElement>;
  /** Rows to draw: `from` up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  /** Pixels that the rows left out take, above and below. */
  readonly before: number;
  readonly after: number;
}

/** Drawn beyond what is in sight, and the step in which the window moves. */
const margin = 8;

/** A row below which something else is shown, of this height. */
export interface OpenRow {
  readonly at: number;
  readonly height: number;
}

/** All rows have the same height, but for what one may be opened for. The nearest ancestor that scrolls is what they are seen through. */
export function useRowWindow(count: number, rowHeight: number, open?: OpenRow): RowWindow {
  const element = useRef<HTMLElement | undefined>(undefined);
  const { at: openAt = 0, height: openHeight = 0 } = open ?? {};
  const [range, setRange] = useState({ from: 0, to: 40 });
  const look = useCallback(() => {
    const rows = element.current;
    const view = rows && scrollerOf(rows);
    if (!rows || !view) return;
    const hidden = view.getBoundingClientRect().top - rows.getBoundingClientRect().top;
    const openEnd = (openAt + 1) * rowHeight;
    const above = hidden > openEnd ? Math.max(openEnd, hidden - openHeight) : hidden;
    const first = Math.floor(above / rowHeight / margin) * margin - margin;
    const from = Math.max(0, first);
    const to = Math.max(from, first + Math.ceil(view.clientHeight / rowHeight / margin) * margin + 3 * margin);
    setRange((known) => (known.from === from && known.to === to ? known : { from, to }));
  }, [rowHeight, openAt, openHeight]);
  const stop = useRef<() => void>(undefined);
  const rows = useCallback(
    (found: HTMLElement | null) => {
      stop.current?.();
      element.current = found ?? undefined;
      const view = found && scrollerOf(found);
      if (!view) return;
      const sizes = new ResizeObserver(look);
      sizes.observe(view);
      view.addEventListener('scroll', look, { passive: true });
      stop.current = () => {
        sizes.disconnect();
        view.removeEventListener('scroll', look);
      };
    },
    [look],
  );
  useLayoutEffect(look, [look, count]);
  const from = Math.min(range.from, Math.max(0, count - 1));
  const to = Math.min(range.to, count);
  return {
    rows,
    from,
    to,
    before: from * rowHeight + (openAt < from ? openHeight : 0),
    after: (count - to) * rowHeight + (openAt >= to ? openHeight : 0),
  };
}

function scrollerOf(element: HTMLElement): HTMLElement {
  for (let at = element.parentElement; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    if (overflowY === 'auto' || overflowY === 'scroll') return at;
  }
  return document.documentElement;
}
