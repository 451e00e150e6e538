import { memo, useEffect, useRef, useState } from 'react';
import type { CSSProperties } from 'react';
import { useSelection } from '../../state/hooks';
import { classes } from '../../ui/classes';
import { curve } from './model/geometry';
import styles from './links.module.css';
import type { Link } from './relations/link';

/** How long a line that is no more takes to fade. */
const fadeMs = 500;

interface LinksProps {
  readonly links: readonly Link[];
  /** The copy above the cards only hints at where lines go inside them, and shows the selection's in full. */
  readonly above: boolean;
}

/** All lines. The selection's are bright and the others step back. */
export const Links = memo(function Links({ links, above }: LinksProps) {
  const focus = useSelection(({ selected }) =>
    selected ? [selected.kind, selected.namespace, selected.name].filter(Boolean).join('/') : '',
  );
  const { present, leaving } = useLeaving(links);
  const touches = (link: Link) => link.ends.includes(focus);
  const focused = focus !== '' && links.some(touches);
  return (
    <svg className={classes(styles.layer, above ? styles.above : styles.below)} aria-hidden>
      {[...present, ...leaving].map((link) => {
        const style: CSSProperties & Record<'--hue' | '--weight', number> = { '--hue': link.hue, '--weight': link.weight };
        return (
          <path
            key={link.id}
            className={classes(
              'owner',
              styles.link,
              link.look !== 'ready' && styles[link.look],
              focused && (touches(link) ? styles.bright : styles.dim),
              leaving.includes(link) && styles.leaving,
            )}
            style={style}
            d={curve(link.from, link.to)}
            data-link={link.id}
          />
        );
      })}
    </svg>
  );
});

/** Keeps lines that went away for as long as they fade. */
function useLeaving(links: readonly Link[]): { present: readonly Link[]; leaving: readonly Link[] } {
  const [leaving, setLeaving] = useState<readonly Link[]>([]);
  const last = useRef(links);
  useEffect(() => {
    const ids = new Set(links.map((link) => link.id));
    const gone = last.current.filter((link) => !ids.has(link.id));
    last.current = links;
    if (gone.length === 0) return;
    setLeaving((before) => [...before.filter((link) => !ids.has(link.id)), ...gone]);
    setTimeout(() => setLeaving((before) => before.filter((link) => !gone.includes(link))), fadeMs);
  }, [links]);
  const ids = new Set(links.map((link) => link.id));
  return { present: links, leaving: leaving.filter((link) => !ids.has(link.id)) };
}
