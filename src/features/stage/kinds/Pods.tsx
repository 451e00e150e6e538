import type { TFunction } from 'i18next';
import { memo, useRef } from 'react';
import type { CSSProperties, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelection } from '../../../state/hooks';
import { classes } from '../../../ui/classes';
import { StatusGlyph } from '../../../ui/StatusGlyph';
import { chipBox, chipGrid } from '../model/geometry';
import type { Box } from '../model/geometry';
import type { PodChip, Seating } from '../model/stage-model';
import { useRelated } from '../related';
import { PodCells } from './PodCells';
import type { PodCellsProps } from './PodCells';
import styles from './pods.module.css';

export interface PodsProps extends Seating {
  readonly label: string;
  readonly area: Box;
}

/** The pods of one card: chips while there is room for them, cells on a canvas from then on. */
export const Pods = memo(function Pods(props: PodsProps) {
  const selected = useSelection((state) =>
    state.selected?.kind === 'Pod' ? `${state.selected.namespace}/${state.selected.name}` : undefined,
  );
  const related = useRelated();
  const wanted = useSelection((state) => state.search);
  const shared = { ...props, selected, related, wanted };
  return props.size === 'chip' ? <PodChips {...shared} /> : <PodCells {...shared} />;
});

/** One tab stop; arrow keys move between pods. */
function PodChips({ label, area, chips, slots, size, selected, related, wanted }: PodCellsProps) {
  const { t } = useTranslation('stage');
  const root = useRef<HTMLDivElement>(null);
  const shown = chips.map((chip) => ({ chip, slot: slots.get(chip.uid) ?? 0, box: chipBox(slots.get(chip.uid) ?? 0, size, area) }));
  const tabStop =
    shown.find(({ chip }) => chip.key === selected)?.chip.uid ??
    shown.reduce<(typeof shown)[number] | undefined>((first, each) => (!first || each.slot < first.slot ? each : first), undefined)?.chip
      .uid;

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const { columns } = chipGrid(size, area);
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const step = steps[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    const buttons = [...(root.current?.querySelectorAll<HTMLElement>('[data-slot]') ?? [])];
    const here = Number((event.target as HTMLElement).dataset.slot ?? 0);
    const ahead = buttons
      .map((button) => ({ button, distance: (Number(button.dataset.slot) - here) * Math.sign(step) }))
      .filter(({ distance }) => distance > 0)
      .sort((a, b) => Math.abs(a.distance - Math.abs(step)) - Math.abs(b.distance - Math.abs(step)));
    event.preventDefault();
    event.stopPropagation();
    ahead[0]?.button.focus();
  };

  return (
    <div ref={root} role="group" aria-label={label} onKeyDown={move}>
      {shown.map(
        ({ chip, slot, box }) =>
          box && (
            <Chip
              key={chip.uid}
              chip={chip}
              slot={slot}
              x={box.x}
              y={box.y}
              width={box.width}
              height={box.height}
              selected={chip.key === selected}
              dimmed={!chip.key.includes(wanted)}
              related={related.has(chip.key)}
              tabStop={chip.uid === tabStop}
              t={t}
            />
          ),
      )}
    </div>
  );
}

interface ChipProps {
  readonly chip: PodChip;
  readonly slot: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly selected: boolean;
  readonly related: boolean;
  readonly dimmed: boolean;
  readonly tabStop: boolean;
  readonly t: TFunction<'stage'>;
}

const Chip = memo(function Chip({ chip, slot, x, y, width, height, selected, related, dimmed, tabStop, t }: ChipProps) {
  const { look, owner } = chip;
  const label = t('podLabel', { name: chip.name, status: t(`status_${look.status}`), reason: look.reason, restarts: look.restarts });
  const style: CSSProperties & Record<'--hue', number> = { left: x, top: y, width, height, '--hue': owner.hue };
  return (
    <button
      type="button"
      className={classes(styles.chip, 'owner', styles[look.status], related && styles.related)}
      style={style}
      aria-label={label}
      title={label}
      aria-pressed={selected}
      tabIndex={tabStop ? 0 : -1}
      data-dimmed={dimmed || undefined}
      data-slot={slot}
      data-ref={`Pod/${chip.key}`}
      data-status={look.status}
    >
      <span className={styles.glyph} aria-hidden>
        <StatusGlyph name={look.status} />
      </span>
      <span className={styles.letter} aria-hidden>
        {owner.letter}
        {look.restarts > 0 && <span className={styles.restarts}>↻{look.restarts}</span>}
      </span>
      <span className={styles.short} aria-hidden>
        {chip.short}
      </span>
    </button>
  );
});
