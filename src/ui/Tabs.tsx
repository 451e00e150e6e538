import { useId } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import styles from './tabs.module.css';

export interface TabItem<T extends string> {
  readonly id: T;
  readonly label: string;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly items: readonly TabItem<T>[];
  readonly value: T;
  onChange(value: T): void;
  /** Panel of the chosen tab. */
  readonly children: ReactNode;
  readonly className?: string;
  /** Goes to the right of the tabs. */
  readonly extra?: ReactNode;
}

/** Tabs with arrow-key movement (WAI-ARIA tabs, automatic activation). */
export function Tabs<T extends string>({ label, items, value, onChange, children, className, extra }: TabsProps<T>) {
  const id = useId();
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = items[(items.findIndex((item) => item.id === value) + step + items.length) % items.length];
    if (!next) return;
    onChange(next.id);
    document.getElementById(`${id}-${next.id}`)?.focus();
  };
  return (
    <>
      <div className={styles.list}>
        <div role="tablist" aria-label={label} onKeyDown={move} style={{ display: 'flex' }}>
          {items.map((item) => (
            <button
              key={item.id}
              id={`${id}-${item.id}`}
              type="button"
              role="tab"
              className={styles.tab}
              aria-selected={item.id === value}
              aria-controls={`${id}-panel`}
              tabIndex={item.id === value ? 0 : -1}
              onClick={() => onChange(item.id)}
            >
              {item.label}
            </button>
          ))}
        </div>
        {extra}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} className={className}>
        {children}
      </div>
    </>
  );
}
