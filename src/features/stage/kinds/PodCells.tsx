import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { cellAt, hiddenCells, nextOccupied, occupiedSlots } from '../model/cells';
import { chipBox, chipGrid } from '../model/geometry';
import type { PodChip, Seating } from '../model/stage-model';
import type { Box } from '../model/geometry';
import { PodCanvas } from './PodCanvas';
import styles from './pods.module.css';

export interface PodCellsProps extends Seating {
  readonly label: string;
  readonly area: Box;
  /** Key of the selected pod. */
  readonly selected: string | undefined;
  readonly related: ReadonlySet<string>;
  readonly wanted: string;
}

/**
 * The pods of a full card: drawn on one canvas, with real buttons only for the pod that has the focus and the selected one.
 * One tab stop; arrow keys move between pods.
 */
export function PodCells({ label, area, chips, slots, size, selected, related, wanted }: PodCellsProps) {
  const { t } = useTranslation('stage');
  const occupied = useMemo(() => occupiedSlots(chips, slots), [chips, slots]);
  const [focused, setFocused] = useState<number>();
  const [hovered, setHovered] = useState<number>();
  const chosen = chips.find((chip) => chip.key === selected);
  const active =
    (focused === undefined ? undefined : occupied.bySlot.get(focused)) ?? chosen ?? occupied.bySlot.get(occupied.order[0] ?? -1);
  const hidden = hiddenCells(occupied, size, area);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (focused !== undefined) button.current?.focus();
  }, [focused]);

  const labelOf = ({ name, look }: PodChip) =>
    t('podLabel', { name, status: t(`status_${look.status}`), reason: look.reason, restarts: look.restarts });
  const under = hovered === undefined ? undefined : occupied.bySlot.get(hovered);
  const hover = (event: PointerEvent<HTMLDivElement>) => {
    const rect = event.currentTarget.getBoundingClientRect();
    const scale = area.width / Math.max(1, rect.width);
    setHovered(cellAt((event.clientX - rect.left) * scale, (event.clientY - rect.top) * scale, size, area));
  };
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const { columns } = chipGrid(size, area);
    const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns };
    const step = steps[event.key];
    if (step === undefined || !active || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    setFocused(nextOccupied(occupied.order, slots.get(active.uid) ?? 0, step));
  };
  const buttons = [...new Set([active, chosen])].filter((chip) => chip !== undefined);

  return (
    <div
      role="group"
      aria-label={label}
      className={styles.cells}
      style={{ left: area.x, top: area.y, width: area.width, height: area.height }}
      title={under ? labelOf(under) : undefined}
      data-ref={under ? `Pod/${under.key}` : undefined}
      onKeyDown={move}
      onPointerMove={hover}
      onPointerDown={hover}
      onPointerLeave={() => setHovered(undefined)}
    >
      <PodCanvas area={area} chips={chips} slots={slots} size={size} related={related} wanted={wanted} />
      {buttons.map((chip) => {
        const box = chipBox(slots.get(chip.uid) ?? 0, size, area);
        return (
          box && (
            <button
              key={chip.uid}
              ref={chip === active ? button : undefined}
              type="button"
              className={styles.dot}
              style={{ left: box.x - area.x, top: box.y - area.y, width: box.width, height: box.height }}
              aria-label={labelOf(chip)}
              aria-pressed={chip === chosen}
              tabIndex={chip === active ? 0 : -1}
              data-ref={`Pod/${chip.key}`}
              data-status={chip.look.status}
            />
          )
        );
      })}
      {hidden > 0 && <span className={styles.more}>{t('more', { count: hidden })}</span>}
    </div>
  );
}
