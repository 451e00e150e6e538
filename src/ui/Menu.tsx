import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { classes } from './classes';
import styles from './menu.module.css';

export type MenuEntry =
  | 'line'
  | { readonly id: string; readonly label: string; readonly icon?: ReactNode; readonly danger?: boolean; onChoose(): void };

export interface MenuProps {
  readonly label: string;
  readonly at: { readonly x: number; readonly y: number };
  readonly entries: readonly MenuEntry[];
  onClose(): void;
}

/** A context menu: focus moves into it, arrow keys move, Escape closes and gives focus back. */
export function Menu({ label, at, entries, onClose }: MenuProps) {
  const root = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState(at);

  useLayoutEffect(() => {
    const box = root.current?.getBoundingClientRect();
    if (box)
      setPlace({
        x: Math.max(4, Math.min(at.x, innerWidth - box.width - 8)),
        y: Math.max(4, Math.min(at.y, innerHeight - box.height - 8)),
      });
  }, [at]);

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    return () => before?.focus();
  }, []);

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    event.stopPropagation();
    const items = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const here = items.indexOf(document.activeElement as HTMLElement);
    const steps: Record<string, number> = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 };
    const next = steps[event.key];
    if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (next !== undefined) items[(next + items.length) % items.length]?.focus();
    else return;
    event.preventDefault();
  };

  return createPortal(
    <>
      <div
        className={styles.backdrop}
        onClick={onClose}
        onContextMenu={(event) => {
          event.preventDefault();
          onClose();
        }}
      />
      <div ref={root} role="menu" aria-label={label} className={styles.menu} style={{ left: place.x, top: place.y }} onKeyDown={move}>
        <div className={styles.heading}>{label}</div>
        {entries.map((entry, index) =>
          entry === 'line' ? (
            <div key={index} role="separator" className={styles.line} />
          ) : (
            <button
              key={entry.id}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className={classes(styles.item, entry.danger && styles.danger)}
              onClick={() => {
                onClose();
                entry.onChoose();
              }}
            >
              {entry.icon}
              {entry.label}
            </button>
          ),
        )}
      </div>
    </>,
    document.body,
  );
}
