import { useTranslation } from 'react-i18next';
import type { AnyObject } from '../../../workers/api/meta';
import { useCluster, useCustomKinds } from '../../state/hooks';
import { useVirtualNow } from '../../state/use-virtual-now';
import styles from './inspector.module.css';
import { ObjectLink } from './ObjectLink';
import { summarise } from './summary';
import type { Section, Value } from './summary/facts';

/** Shorter texts stay on one line: addresses and names of nodes read badly when broken. */
const shortTextMax = 15;

export function SummaryView({ kind, object }: { readonly kind: string; readonly object: AnyObject }) {
  const objects = useCluster((state) => state.objects);
  const custom = useCustomKinds(({ kinds }) => kinds.find(({ id }) => id === kind));
  const nowMs = useVirtualNow();
  return (
    <div className={styles.summary}>
      {summarise(kind, object, { nowMs, objects, ...(custom ? { custom } : {}) }).map((section) => (
        <SectionView key={section.title} section={section} />
      ))}
    </div>
  );
}

function SectionView({ section: { title, facts, table } }: { readonly section: Section }) {
  const { t, i18n } = useTranslation('inspector');
  const [key, name] = title.split(' ', 2) as [string, string?];
  const label = (column: string): string => (i18n.exists(`inspector:fact_${column}`) ? t(`fact_${column}`) : column);
  const heading = name === undefined ? t(`section_${key}`) : `${t(`section_${key}`)} ${name}`;
  return (
    <section aria-label={heading}>
      <h3>{heading}</h3>
      {facts && (
        <dl className={styles.facts}>
          {facts.map((fact) => (
            <div key={fact.label}>
              <dt>{fact.verbatim ? fact.label : label(fact.label)}</dt>
              <dd>
                {fact.values.map((value, index) => (
                  <ValueView key={index} value={value} />
                ))}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {table && (
        <table className={styles.table}>
          <thead>
            <tr>
              {table.columns.map((column) => (
                <th key={column} scope="col">
                  {label(column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((row, index) => (
              <tr key={index}>
                {row.map((value, column) => (
                  <td key={column} data-short={value.text.length <= shortTextMax || undefined}>
                    <ValueView value={value} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function ValueView({ value }: { readonly value: Value }) {
  if ('ref' in value) return <ObjectLink to={value.ref}>{value.text}</ObjectLink>;
  return (
    <span className={styles.value} data-tone={value.tone} title={value.note}>
      {value.text}
      {value.note && value.tone === 'bad' && <small className={styles.note}>{value.note}</small>}
    </span>
  );
}
