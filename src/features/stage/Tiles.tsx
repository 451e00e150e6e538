import { ViewportPortal, useReactFlow, useStore as useFlow, useStoreApi } from '@xyflow/react';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { refKey, selectionStore } from '../../state/selection';
import type { ObjectRef } from '../../state/selection';
import { timeStore, virtualNow } from '../../state/time';
import { coloursVersion, onColours } from '../../ui/colours';
import { drawTiles } from './draw-tiles';
import { drawNever, drawSoon } from './kinds/draw-queue';
import type { Box } from './model/geometry';
import { nodeAt } from './model/tile';
import type { NodeCard } from './model/stage-model';
import { see, stageStore } from './stage-store';
import styles from './tiles.module.css';

/** Redraws without a move of the stage, in ms: silence and loads change slowly. */
const redrawMs = 500;

/** Of a card that is brought into sight. */
const cardZoom = 0.6;

/** A stage with more nodes than can be elements of the page: all of them as tiles on one canvas, below the cards of those in sight. */
export function Tiles() {
  const { t } = useTranslation('stage');
  const { nodes, bounds } = useStore(stageStore, (state) => state.model);
  const cards = useStore(stageStore, (state) => state.shown.length);
  useReveal();
  return (
    <>
      <Canvas />
      <ViewportPortal>
        <Ground nodes={nodes} bounds={bounds} />
      </ViewportPortal>
      {cards === 0 && <p className={styles.caption}>{t('tiles', { count: nodes.length })}</p>}
    </>
  );
}

function Canvas() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  const transform = useFlow((state) => state.transform);
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);
  const colours = useSyncExternalStore(onColours, coloursVersion);
  const draw = useCallback(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const { width, height, transform } = flow.getState();
    const ratio = devicePixelRatio;
    if (element.width !== Math.round(width * ratio)) element.width = Math.round(width * ratio);
    if (element.height !== Math.round(height * ratio)) element.height = Math.round(height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const { selected, search } = selectionStore.getState();
    const { model, shown } = stageStore.getState();
    drawTiles(context, {
      nodes: shown.length === 0 ? model.nodes : model.nodes.filter((card) => !shown.includes(card)),
      selected: selected?.kind === 'Node' ? selected.name : undefined,
      wanted: search,
      nowMs: virtualNow(timeStore.getState(), performance.now()),
      sight: sightOf(transform, width, height),
      zoom: transform[2],
    });
  }, [flow]);

  useEffect(() => {
    see(sightOf(transform, width, height));
    if (colours >= 0) drawSoon(draw, draw);
  }, [draw, transform, width, height, colours]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        drawSoon(draw, draw);
      }, redrawMs);
    };
    const stops = [
      selectionStore.subscribe(() => drawSoon(draw, draw)),
      stageStore.subscribe(({ model, shown }, before) => {
        if (shown.length !== before.shown.length) drawSoon(draw, draw);
        else if (model.nodes !== before.model.nodes) later();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(timer);
      drawNever(draw);
    };
  }, [draw]);
  return <canvas ref={canvas} className={styles.canvas} aria-hidden />;
}

/** Takes the pointer for the tiles: says what is under it. */
function Ground({ nodes, bounds }: { readonly nodes: readonly NodeCard[]; readonly bounds: Box }) {
  const { t } = useTranslation('stage');
  const [hovered, setHovered] = useState<string>();
  const hover = (event: PointerEvent<HTMLDivElement>) => {
    const rect = event.currentTarget.getBoundingClientRect();
    const scale = bounds.width / Math.max(1, rect.width);
    const at = { x: bounds.x + (event.clientX - rect.left) * scale, y: bounds.y + (event.clientY - rect.top) * scale };
    setHovered(nodeAt(nodes, at)?.name);
  };
  return (
    <div
      className={styles.ground}
      style={{ left: bounds.x, top: bounds.y, width: bounds.width, height: bounds.height }}
      role="img"
      aria-label={t('tiles', { count: nodes.length })}
      title={hovered}
      data-ref={hovered === undefined ? undefined : `Node/${hovered}`}
      onPointerMove={hover}
      onPointerDown={hover}
      onPointerLeave={() => setHovered(undefined)}
    />
  );
}

/** What is chosen in a list or a table comes into sight, as a card. */
function useReveal(): void {
  const flow = useReactFlow();
  const root = useStoreApi();
  useEffect(
    () =>
      selectionStore.subscribe(({ selected }, before) => {
        const stage = root.getState().domNode;
        const focus = document.activeElement;
        const isChosenHere = !focus || !stage || focus.contains(stage) || stage.contains(focus);
        const { model, shown } = stageStore.getState();
        const card = cardOf(model.nodes, selected);
        if (selected === before.selected || isChosenHere || !card || shown.includes(card)) return;
        const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
        const { x, y, width, height } = card.box;
        void flow.setCenter(x + width / 2, y + height / 2, { zoom: cardZoom, duration: still ? 0 : 300 });
      }),
    [flow, root],
  );
}

/** The card of a node, or the one that a pod is on. */
function cardOf(nodes: readonly NodeCard[], selected: ObjectRef | undefined): NodeCard | undefined {
  if (selected?.kind === 'Node') return nodes.find(({ name }) => name === selected.name);
  if (selected?.kind !== 'Pod') return undefined;
  const key = refKey(selected);
  return nodes.find(({ chips }) => chips.some((chip) => chip.key === key));
}

function sightOf([x, y, zoom]: readonly [number, number, number], width: number, height: number): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}
