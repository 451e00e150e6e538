import { kindName, select } from '../../state/selection';
import type { ObjectRef } from '../../state/selection';
import styles from './inspector.module.css';

/** Selects another object; a real button, so the keyboard reaches it. */
export function ObjectLink({ to, children }: { readonly to: ObjectRef; readonly children: string }) {
  return (
    <button
      type="button"
      className={styles.link}
      title={`${kindName(to.kind)} ${to.namespace ? `${to.namespace}/` : ''}${to.name}`}
      onClick={() => select(to)}
    >
      {children}
    </button>
  );
}
