import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyObject } from '../../workers/api/meta';
import { cellsOf } from '../state/custom-kinds';
import type { CustomKind } from '../state/custom-kinds';
import { useCustomKinds, useSelection } from '../state/hooks';
import { sameRef, select } from '../state/selection';
import { setUi } from '../state/ui';
import { useVirtualNow } from '../state/use-virtual-now';
import styles from './object-list.module.css';

/** Rows per kind before the rest is only counted; the search finds them. */
const rowsMax = 50;
const byNumber = new Intl.Collator('en', { numeric: true });

/** What CustomResourceDefinitions brought: the definitions, and each kind with the columns that its definition prints. */
export function CustomKinds() {
  const { t } = useTranslation('app');
  const { kinds, more } = useCustomKinds((state) => state);
  return (
    <>
      <Definitions />
      {kinds.map((kind) => (
        <Objects key={kind.id} kind={kind} />
      ))}
      {more > 0 && <p className={styles.rest}>{t('moreKinds', { count: more })}</p>}
    </>
  );
}

function Definitions() {
  const { t } = useTranslation('app');
  const definitions = useCustomKinds((state) => state.definitions);
  const wanted = useSelection((state) => state.search);
  const names = useMemo(() => [...definitions.keys()].filter((name) => name.includes(wanted)).sort(), [definitions, wanted]);
  if (definitions.size === 0) return null;
  return (
    <details>
      <summary className={styles.kind}>
        CustomResourceDefinition <span className={styles.count}>{definitions.size}</span>
      </summary>
      <ul>
        {names.slice(0, rowsMax).map((name) => (
          <li key={name}>
            <NameButton kind="CustomResourceDefinition" name={name} className={styles.row ?? ''} />
          </li>
        ))}
        {names.length > rowsMax && <li className={styles.rest}>{t('andMore', { count: names.length - rowsMax })}</li>}
      </ul>
    </details>
  );
}

function Objects({ kind }: { readonly kind: CustomKind }) {
  const { t } = useTranslation('app');
  const [open, setOpen] = useState(true);
  const objects = useDeferredValue(useCustomKinds((state) => state.objects.get(kind.id)));
  const wanted = useSelection((state) => state.search);
  const sorted = useMemo(
    () => [...(objects ?? [])].filter(([key]) => key.toLowerCase().includes(wanted)).sort(([a], [b]) => byNumber.compare(a, b)),
    [objects, wanted],
  );
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.kind} title={kind.definition}>
        {kind.kind} <span className={styles.count}>{objects?.size ?? 0}</span>
      </summary>
      {open && sorted.length > 0 && <Columns kind={kind} objects={sorted.slice(0, rowsMax).map(([, object]) => object)} />}
      {sorted.length > rowsMax && <p className={styles.rest}>{t('andMore', { count: sorted.length - rowsMax })}</p>}
    </details>
  );
}

/** Texts of API fields would only say what an age is. */
function ownText(description: string | object | undefined): string | undefined {
  return typeof description === 'string' ? description : undefined;
}

/** A name has a line of its own: the panel is narrow, and names tell objects apart. */
function Columns({ kind, objects }: { readonly kind: CustomKind; readonly objects: readonly AnyObject[] }) {
  const { t } = useTranslation('app');
  const nowMs = useVirtualNow();
  const shown = kind.table.columns.map(({ priority }, index) => (priority === 0 ? index : 0)).filter((index) => index > 0);
  return (
    <div className={styles.columns}>
      <table aria-label={t('columnsOf', { kind: kind.kind })} lang="en">
        <thead>
          <tr>
            {shown.map((index) => (
              <th key={index} scope="col" title={ownText(kind.table.columns[index]?.description)}>
                {kind.table.columns[index]?.name}
              </th>
            ))}
          </tr>
        </thead>
        {objects.map((object) => {
          const { uid, name = '', namespace } = object.metadata ?? {};
          const cells = cellsOf(kind, object, nowMs);
          return (
            <tbody key={uid}>
              <tr>
                <th scope="rowgroup" colSpan={Math.max(shown.length, 1)}>
                  <NameButton kind={kind.id} name={name} {...(namespace ? { namespace } : {})} className={styles.cell ?? ''} />
                </th>
              </tr>
              <tr>
                {shown.map((index) => (
                  <td key={index}>{cells[index]}</td>
                ))}
              </tr>
            </tbody>
          );
        })}
      </table>
    </div>
  );
}

interface NameButtonProps {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly className: string;
}

function NameButton({ className, ...ref }: NameButtonProps) {
  const selected = useSelection((state) => sameRef(state.selected, ref));
  return (
    <button
      type="button"
      className={className}
      aria-pressed={selected}
      title={ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name}
      onClick={() => {
        select(ref);
        setUi({ rightOpen: true });
      }}
    >
      {ref.name}
    </button>
  );
}
