import { memo, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ownerOf, shortName } from '../features/stage/model/owner';
import { podLook } from '../features/stage/model/pod-look';
import { Legend } from '../features/stage/Legend';
import { useCluster, useSelection } from '../state/hooks';
import type { WatchedKind } from '../state/kinds';
import { nodeAnswers } from '../state/node-health';
import { sameRef, search, select } from '../state/selection';
import { setUi } from '../state/ui';
import { StatusGlyph } from '../ui/StatusGlyph';
import { classes } from '../ui/classes';
import type { KubeObject } from '../../workers/api/meta';
import type { Pod } from '../../workers/resources/core/pods/types';
import { CustomKinds } from './CustomKinds';
import styles from './object-list.module.css';

const listed: readonly WatchedKind[] = ['Node', 'Deployment', 'ReplicaSet', 'Pod', 'Service', 'EndpointSlice', 'Traffic', 'Fault'];
/** Rows per kind before the rest is only counted; the search finds them. */
const rowsMax = 50;

/** Everything in the cluster by kind; a click inspects. Below it what the signs mean. */
export function ObjectList() {
  const { t } = useTranslation('app');
  return (
    <div className={styles.panel}>
      <h2 className={styles.title}>{t('objects')}</h2>
      <input
        type="search"
        className={styles.search}
        placeholder={`${t('search')} ( / )`}
        aria-label={t('search')}
        data-search
        onChange={(event) => search(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <div className={styles.tree}>
        {listed.map((kind) => (
          <Kind key={kind} kind={kind} />
        ))}
        <CustomKinds />
      </div>
      <Legend />
    </div>
  );
}

/** "frontend · x2k4p": what tells siblings apart must not be cut off. */
function podTitle(pod: KubeObject): string {
  const short = shortName(pod);
  return short === pod.metadata?.name ? short : `${ownerOf(pod).name} · ${short}`;
}

const openAtFirst = new Set<WatchedKind>(['Node', 'Deployment', 'Pod', 'Service']);

const byNumber = new Intl.Collator('en', { numeric: true });

/** Sorts keys again and again, beginning with the order of the last time: cheap while few come or go. */
function keyOrder(): (objects: ReadonlyMap<string, unknown>) => readonly string[] {
  let last: readonly string[] = [];
  return (objects) => {
    const known = new Set(last);
    const kept = last.filter((key) => objects.has(key));
    if (kept.length === objects.size && kept.length === last.length) return last;
    last = [...kept, ...[...objects.keys()].filter((key) => !known.has(key))].sort((a, b) => byNumber.compare(a, b));
    return last;
  };
}

function Kind({ kind }: { readonly kind: WatchedKind }) {
  const { t } = useTranslation('app');
  const [open, setOpen] = useState(openAtFirst.has(kind));
  const objects = useDeferredValue(useCluster((state) => state.objects[kind]) as ReadonlyMap<string, KubeObject>);
  const wanted = useSelection((state) => state.search);
  const [ordered] = useState(keyOrder);
  const keys = useMemo(() => (open ? ordered(objects) : []), [open, objects, ordered]);
  const found = useMemo(() => (wanted === '' ? keys : keys.filter((key) => key.toLowerCase().includes(wanted))), [keys, wanted]);
  const rows = found.slice(0, rowsMax).flatMap((key) => {
    const object = objects.get(key);
    return object ? [{ key, object }] : [];
  });
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.kind}>
        {kind} <span className={styles.count}>{objects.size}</span>
      </summary>
      <ul>
        {rows.map(({ key, object }) => (
          <Row key={key} kind={kind} object={object} />
        ))}
        {found.length > rowsMax && <li className={styles.rest}>{t('andMore', { count: found.length - rowsMax })}</li>}
      </ul>
    </details>
  );
}

const Row = memo(function Row({ kind, object }: { readonly kind: WatchedKind; readonly object: KubeObject }) {
  const { t } = useTranslation('stage');
  const { namespace, name = '' } = object.metadata ?? {};
  const ref = { kind, name, ...(namespace ? { namespace } : {}) };
  const selected = useSelection((state) => sameRef(state.selected, ref));
  const answers = useCluster((state) => kind !== 'Pod' || nodeAnswers(state.objects.Node.get((object as Pod).spec?.nodeName ?? '')));
  const look = kind === 'Pod' ? podLook(object as Pod, answers) : undefined;
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        aria-pressed={selected}
        title={namespace ? `${namespace}/${name}` : name}
        onClick={() => {
          select(ref);
          setUi({ rightOpen: true });
        }}
      >
        {look && (
          <span className={classes(styles.glyph, styles[look.status])} title={t(`status_${look.status}`)}>
            <StatusGlyph name={look.status} />
          </span>
        )}
        <span className={styles.name}>{kind === 'Pod' ? podTitle(object) : name}</span>
      </button>
    </li>
  );
});
