import {
  Background,
  BackgroundVariant,
  ControlButton,
  Controls,
  ReactFlow,
  ViewportPortal,
  getViewportForBounds,
  useReactFlow,
} from '@xyflow/react';
import type { Node as FlowNode, NodeTypes, Viewport } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { Maximize } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useObjects, useSelection } from '../../state/hooks';
import type { ObjectRef } from '../../state/selection';
import { Glides } from './Glides';
import { Flows } from './Flows';
import { Links } from './Links';
import { Tiles } from './Tiles';
import { CustomCardView } from './kinds/CustomCardView';
import { NodeCardView } from './kinds/NodeCardView';
import { ServiceCardView } from './kinds/ServiceCardView';
import { TrafficView } from './kinds/TrafficView';
import { TrayView } from './kinds/TrayView';
import type { Box } from './model/geometry';
import { relatedPods } from './model/related-pods';
import { isCrowded } from './model/sight';
import { readRef } from './ref';
import { RelatedContext } from './related';
import { followCluster, stageStore } from './stage-store';
import styles from './stage.module.css';

export interface StageProps {
  /** A click or Enter on something. */
  onPick(ref: ObjectRef | undefined): void;
  /** The context menu of something was asked for, at a place of the window. */
  onMenu(ref: ObjectRef, at: { readonly x: number; readonly y: number }): void;
}

const nodeTypes = {
  custom: CustomCardView,
  node: NodeCardView,
  service: ServiceCardView,
  traffic: TrafficView,
  tray: TrayView,
} as unknown as NodeTypes;

/** The placement lens: tray and services above, machines with their pods below. */
export function Stage({ onPick, onMenu }: StageProps) {
  const { t } = useTranslation('stage');
  const { model, places, links, cards } = useStore(stageStore);
  const related = useRelatedPods();
  const crowded = isCrowded(model);
  useEffect(followCluster, []);

  const pick = useCallback(
    (event: MouseEvent) => {
      const target = event.target as HTMLElement;
      const ref = readRef(target);
      if (ref && target.closest('[data-menu]'))
        onMenu(ref, { x: event.clientX || target.getBoundingClientRect().left, y: event.clientY || target.getBoundingClientRect().bottom });
      else onPick(ref);
    },
    [onPick, onMenu],
  );
  const menu = useCallback(
    (event: MouseEvent) => {
      const ref = readRef(event.target as HTMLElement);
      if (!ref) return;
      event.preventDefault();
      onMenu(ref, { x: event.clientX, y: event.clientY });
    },
    [onMenu],
  );

  return (
    <RelatedContext value={related}>
      <div className={styles.stage} onClick={pick} onContextMenu={menu}>
        <ReactFlow
          nodes={cards as FlowNode[]}
          edges={noEdges}
          nodeTypes={nodeTypes}
          aria-label={t('stage')}
          minZoom={crowded ? crowdedZoomMin : zoomMin}
          maxZoom={2}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          elementsSelectable={false}
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          selectionKeyCode={null}
          multiSelectionKeyCode={null}
          panActivationKeyCode={null}
          zoomActivationKeyCode={null}
          disableKeyboardA11y
        >
          {crowded ? <Tiles /> : <Background variant={BackgroundVariant.Dots} gap={22} size={1.4} color="var(--grid-dot)" />}
          <ViewportPortal>
            <Links links={links} above={false} />
            <Links links={links} above />
            <Glides model={model} places={places} />
          </ViewportPortal>
          <Flows links={links} />
          <Fit bounds={model.bounds} crowded={crowded} />
        </ReactFlow>
      </div>
    </RelatedContext>
  );
}

const noEdges: [] = [];
const zoomMin = 0.15;
/** Thousands of nodes fit the screen as tiles. */
const crowdedZoomMin = 0.01;
/** Cards need not grow beyond this to fill a large screen. */
const fitZoomMax = 1.3;
/** Room for the tool belt on the left and the controls below. */
const fitPadding = { left: '66px', right: '18px', top: '18px', bottom: '30px' } as const;
/** And for the words below the tiles. */
const crowdedPadding = { ...fitPadding, bottom: '48px' } as const;
const narrowPadding = { left: '10px', right: '10px', top: '56px', bottom: '24px' } as const;
/** Stages narrower than this have the tool belt on top. */
const narrowBelow = 600;

function useRelatedPods(): ReadonlySet<string> {
  const selected = useSelection((state) => state.selected);
  const pods = useObjects('Pod');
  const slices = useObjects('EndpointSlice');
  return useMemo(() => relatedPods(selected, { Pod: pods, EndpointSlice: slices }), [selected, pods, slices]);
}

/** Keeps the whole stage in view until the user moves it, and offers the way back. */
function Fit({ bounds, crowded }: { readonly bounds: Box; readonly crowded: boolean }) {
  const { t } = useTranslation('stage');
  const flow = useReactFlow();
  const fitted = useRef<Viewport>(undefined);
  const root = useRef<HTMLSpanElement>(null);
  const fit = useCallback(
    (durationMs: number) => {
      const pane = root.current?.closest('.react-flow');
      if (!pane) return;
      const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
      fitted.current = getViewportForBounds(
        bounds,
        pane.clientWidth,
        pane.clientHeight,
        crowded ? crowdedZoomMin : zoomMin,
        fitZoomMax,
        pane.clientWidth < narrowBelow ? narrowPadding : crowded ? crowdedPadding : fitPadding,
      );
      void flow.setViewport(fitted.current, { duration: still ? 0 : durationMs });
    },
    [flow, bounds, crowded],
  );

  useEffect(() => {
    const pane = root.current?.closest('.react-flow');
    if (!pane) return;
    const observer = new ResizeObserver(() => {
      if (!fitted.current || sameViewport(fitted.current, flow.getViewport())) fit(0);
    });
    observer.observe(pane);
    return () => observer.disconnect();
  }, [fit, flow]);

  return (
    <>
      <span ref={root} hidden />
      <Controls showInteractive={false} showFitView={false} aria-label={t('fit')}>
        <ControlButton onClick={() => fit(250)} title={t('fit')} aria-label={t('fit')}>
          <Maximize />
        </ControlButton>
      </Controls>
    </>
  );
}

function sameViewport(a: Viewport, b: Viewport): boolean {
  return Math.abs(a.x - b.x) < 1 && Math.abs(a.y - b.y) < 1 && Math.abs(a.zoom - b.zoom) < 0.01;
}
