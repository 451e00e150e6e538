import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './button.module.css';
import { classes } from './classes';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly children?: ReactNode;
}

export function Button({ look = 'plain', className, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={classes(styles.button, look !== 'plain' && styles[look], className)} {...rest}>
      {children}
    </button>
  );
}

export interface IconButtonProps extends ButtonProps {
  /** Says what it does, to a screen reader and as a tooltip. */
  readonly label: string;
  /** Key that does the same, shown in the tooltip. */
  readonly shortcut?: string;
}

export function IconButton({ label, shortcut, className, ...rest }: IconButtonProps) {
  const title = shortcut ? `${label} (${shortcut})` : label;
  return (
    <Button
      look="quiet"
      aria-label={label}
      title={title}
      aria-keyshortcuts={shortcut}
      className={classes(styles.icon, className)}
      {...rest}
    />
  );
}
