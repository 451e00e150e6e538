import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparedNode, Measures, Side } from '../../../workers/protocol/race';
import { colourOf, coloursVersion, onColours } from '../../ui/colours';
import { layoutOf, tileAt } from './load-map';
import type { TileLayout } from './load-map';
import { measureText } from './measures';
import styles from './race.module.css';

interface LoadMapProps {
  readonly side: Side;
  readonly title: string;
  /** By zone. */
  readonly nodes: readonly ComparedNode[];
  readonly measures: Measures;
}

/** Every node as a tile that is as full as its CPU is requested, with its number of pods. */
export function LoadMap({ side, title, nodes, measures }: LoadMapProps) {
  const { t } = useTranslation('race');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  const [hovered, setHovered] = useState<ComparedNode>();
  const colours = useSyncExternalStore(onColours, coloursVersion);
  const layout = useMemo(() => (width > 0 ? layoutOf(nodes, width) : undefined), [nodes, width]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const sizes = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    sizes.observe(element);
    return () => sizes.disconnect();
  }, []);
  useEffect(() => {
    if (canvas.current && layout && colours >= 0) draw(canvas.current, layout, side, width);
  }, [layout, side, width, colours]);
  const cpu = measureText('share', measures.utilisation.cpu);
  return (
    <figure className={styles.map}>
      <figcaption>
        <span className={styles.badge} data-side={side}>
          {side.toUpperCase()}
        </span>{' '}
        <b>{title}</b> <small>{hovered ? nodeText(hovered) : t('mapCaption', { used: measures.nodesUsed, count: nodes.length })}</small>
      </figcaption>
      <canvas
        ref={canvas}
        role="img"
        aria-label={t('mapLabel', { title, used: measures.nodesUsed, count: nodes.length, cpu })}
        style={{ height: layout?.height ?? 120 }}
        onMouseMove={({ nativeEvent: { offsetX, offsetY } }) => setHovered(layout && tileAt(layout, offsetX, offsetY)?.node)}
        onMouseLeave={() => setHovered(undefined)}
      />
    </figure>
  );

  function nodeText({ node, [side]: { pods, cpu: share, memory } }: ComparedNode): string {
    return t('tile', { node, count: pods, cpu: measureText('share', share), memory: measureText('share', memory) });
  }
}

/** Tiles at least this large hold their number of pods. */
const labelledSize = 24;

function draw(element: HTMLCanvasElement, { tiles, size, zones, height }: TileLayout, side: Side, width: number): void {
  const context = element.getContext('2d');
  if (!context) return;
  const ratio = devicePixelRatio || 1;
  element.width = width * ratio;
  element.height = height * ratio;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const [empty, fill, text, dim] = ['--surface-3', side === 'a' ? '--side-a' : '--side-b', '--text', '--text-3'].map(colourOf) as [
    string,
    string,
    string,
    string,
  ];
  context.textBaseline = 'top';
  context.font = '11px system-ui, sans-serif';
  context.fillStyle = dim;
  for (const { zone, y } of zones) context.fillText(zone || '–', 0, y + 2);
  context.textAlign = 'center';
  for (const { node, x, y } of tiles) {
    const { pods, cpu } = node[side];
    const full = Math.min(1, cpu) * size;
    context.fillStyle = empty;
    context.fillRect(x, y, size, size);
    context.globalAlpha = 0.5;
    context.fillStyle = fill;
    context.fillRect(x, y + size - full, size, full);
    context.globalAlpha = 1;
    if (size < labelledSize) continue;
    context.fillStyle = text;
    context.fillText(String(pods), x + size / 2, y + size / 2 - 6);
  }
}
