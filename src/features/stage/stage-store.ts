/** What the stage draws, derived from the cluster store once per frame; unchanged parts stay the same objects. */
import type { Node as FlowNode } from '@xyflow/react';
import { createStore } from 'zustand/vanilla';
import { clusterStore } from '../../state/cluster';
import type { ObjectsByKind } from '../../state/cluster';
import { customKindsStore } from '../../state/custom-kinds';
import type { CustomKindsState } from '../../state/custom-kinds';
import type { Box, StageShape } from './model/geometry';
import { podPlaces } from './model/places';
import { isCrowded, shownCards } from './model/sight';
import { stageModel } from './model/stage-model';
import type { NodeCard, StageModel } from './model/stage-model';
import { links } from './relations';
import type { Link } from './relations/link';

interface ModelInputs {
  readonly objects: ObjectsByKind;
  readonly custom: CustomKindsState;
  readonly shape: StageShape;
}

export interface StageView {
  /** What the model was made of. */
  readonly from: ModelInputs;
  readonly model: StageModel;
  /** Where pods are, by "namespace/name". */
  readonly places: ReadonlyMap<string, Box>;
  readonly links: readonly Link[];
  /** Nodes that are full cards now; all others are tiles. */
  readonly shown: readonly NodeCard[];
  /** React Flow's nodes. */
  readonly cards: readonly FlowNode[];
}

/** Width to height of the window below which the stage is laid out for a screen held upright. */
const tallBelow = 0.8;

let sight: Box | undefined;
let frame: number | undefined;

export const stageStore = createStore<StageView>(() => stageView(undefined, clusterStore.getState().objects));

/** With more pods than this, or nodes as tiles, the stage is made in a frame of its own, after the one that took in what changed. */
const crowdedPods = 200;

function update(): void {
  if (frame !== undefined) cancelAnimationFrame(frame);
  frame = undefined;
  stageStore.setState((before) => stageView(before, clusterStore.getState().objects));
}

function updateSoon(): void {
  frame ??= requestAnimationFrame(update);
}

/** Keeps the stage store up to date. Returns stop. */
export function followCluster(): () => void {
  const follow = () => {
    if (clusterStore.getState().objects.Pod.size > crowdedPods || isCrowded(stageStore.getState().model)) updateSoon();
    else update();
  };
  update();
  addEventListener('resize', update);
  const unsubscribe = clusterStore.subscribe(follow);
  const unsubscribeCustom = customKindsStore.subscribe(follow);
  return () => {
    unsubscribe();
    unsubscribeCustom();
    removeEventListener('resize', update);
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
  };
}

/** Tells which part of the stage is on the screen, in stage units. */
export function see(part: Box): void {
  sight = part;
  if (isCrowded(stageStore.getState().model)) updateSoon();
}

function stageView(before: StageView | undefined, objects: ObjectsByKind): StageView {
  const from: ModelInputs = { objects, custom: customKindsStore.getState(), shape: innerWidth < innerHeight * tallBelow ? 'tall' : 'wide' };
  const isSame = before && before.from.objects === objects && before.from.custom === from.custom && before.from.shape === from.shape;
  const model = isSame ? before.model : stageModel(before?.model, objects, from.shape, from.custom);
  const sameTray = before && before.model.tray === model.tray;
  const samePods = sameTray && before.model.nodes === model.nodes;
  const sameServices = before && before.model.services === model.services;
  const sameCustoms = before && before.model.customs === model.customs;
  const places = samePods ? before.places : podPlaces(model);
  const { cards: shown, complete } = shownCards(before?.shown ?? [], model.nodes, sight);
  if (!complete) updateSoon();
  return {
    from,
    model,
    places,
    links: samePods && sameServices ? before.links : links(model, places),
    shown,
    cards: sameTray && before.shown === shown && sameServices && sameCustoms ? before.cards : cardsOf(model, shown, before?.cards ?? []),
  };
}

function cardsOf({ services, customs, tray }: StageModel, nodes: readonly NodeCard[], before: readonly FlowNode[]): readonly FlowNode[] {
  const known = new Map(before.map((card) => [card.id, card]));
  const card = (id: string, type: string, box: Box, data: object): FlowNode => {
    const last = known.get(id);
    if (last && last.data === data && last.position.x === box.x && last.position.y === box.y) return last;
    return {
      id,
      type,
      position: { x: box.x, y: box.y },
      width: box.width,
      height: box.height,
      data: data as Record<string, unknown>,
      style: { pointerEvents: 'all' },
    };
  };
  return [
    card('tray', 'tray', tray.box, tray),
    ...services.map((service) => card(`service:${service.key}`, 'service', service.box, service)),
    ...services
      .filter(({ traffics }) => traffics.length > 0)
      .map((service) => card(`traffic:${service.key}`, 'traffic', service.trafficBox, service)),
    ...customs.map((custom) => card(`custom:${custom.ref}`, 'custom', custom.box, custom)),
    ...nodes.map((node) => card(`node:${node.name}`, 'node', node.box, node)),
  ];
}
