import { Suspense, lazy, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { FaultPanel } from '../features/faults/FaultPanel';
import { TargetMenu } from '../features/faults/TargetMenu';
import type { TargetMenuProps } from '../features/faults/TargetMenu';
import { ToolBelt } from '../features/faults/ToolBelt';
import { EventsPanel } from '../features/inspector/EventsPanel';
import { Inspector } from '../features/inspector/Inspector';
import { DecisionsPanel } from '../features/scheduling/DecisionsPanel';
import { Why } from '../features/scheduling/Why';
import { Stage } from '../features/stage/Stage';
import { Timeline } from '../features/timeline/Timeline';
import { useConnection, useUi } from '../state/hooks';
import { raceStore } from '../state/races';
import { select } from '../state/selection';
import type { ObjectRef } from '../state/selection';
import { applyTool, arm, toolStore, tools } from '../state/tool';
import { setUi } from '../state/ui';
import type { DrawerTab } from '../state/ui';
import { Tabs } from '../ui/Tabs';
import { Help } from './Help';
import { Loader } from './Loader';
import { Notices } from './Notices';
import { ObjectList } from './ObjectList';
import { Splitter } from './Splitter';
import { TopBar } from './TopBar';
import styles from './app.module.css';
import { listenForShortcuts } from './shortcuts';

const RaceView = lazy(() => import('../features/race/RaceView'));
const ManifestEditor = lazy(() => import('../features/editor/ManifestEditor'));
const SchedulerPanel = lazy(() => import('../features/scheduler/SchedulerPanel'));

export function App() {
  const { t } = useTranslation('app');
  const isReady = useConnection((state) => state.phase === 'ready');
  const { leftOpen, leftWidth, rightOpen, rightWidth, drawerOpen } = useUi((state) => state);
  const races = useStore(raceStore, (state) => state.open);
  const [help, setHelp] = useState(false);
  useEffect(() => listenForShortcuts(() => setHelp(true)), []);
  return (
    <div className={styles.app}>
      <a className={styles.skip} href="#stage">
        {t('skip')}
      </a>
      <TopBar onHelp={() => setHelp(true)} />
      {leftOpen && (
        <nav className={styles.left} aria-label={t('objects')} style={{ width: leftWidth }}>
          <ObjectList />
          <Splitter side="right" size={leftWidth} min={160} max={480} onSize={(size) => setUi({ leftWidth: size })} />
        </nav>
      )}
      <main id="stage" tabIndex={-1} className={styles.stage} aria-label={t('stage')}>
        {isReady ? <Theatre /> : <Loader />}
      </main>
      {rightOpen && (
        <aside className={styles.right} aria-label={t('inspector')} style={{ width: rightWidth }}>
          <Splitter side="left" size={rightWidth} min={260} max={720} onSize={(size) => setUi({ rightWidth: size })} />
          {isReady && <Inspector why={<Why />} />}
        </aside>
      )}
      {drawerOpen && <Drawer />}
      <footer className={styles.timeline} aria-label={t('timeline')}>
        {isReady && <Timeline />}
      </footer>
      {help && <Help onClose={() => setHelp(false)} />}
      {races && (
        <Suspense fallback={null}>
          <RaceView />
        </Suspense>
      )}
    </div>
  );
}

/** The stage with its fault tools; a click uses the armed tool, or selects. */
function Theatre() {
  const [menu, setMenu] = useState<Pick<TargetMenuProps, 'target' | 'at'>>();
  const pick = useCallback((ref: ObjectRef | undefined) => {
    const tool = tools.find(({ id }) => id === toolStore.getState().armed);
    if (tool && ref?.kind === tool.target) {
      arm(undefined);
      void applyTool(tool.id, ref);
    } else if (!tool) {
      select(ref);
      if (ref) setUi({ rightOpen: true });
    }
  }, []);
  const open = useCallback((target: ObjectRef, at: TargetMenuProps['at']) => setMenu({ target, at }), []);
  return (
    <>
      <Stage onPick={pick} onMenu={open} />
      <ToolBelt />
      <FaultPanel />
      <Notices />
      {menu && <TargetMenu target={menu.target} at={menu.at} onClose={() => setMenu(undefined)} />}
    </>
  );
}

function Drawer() {
  const { t } = useTranslation('app');
  const { drawerTab, drawerHeight } = useUi((state) => state);
  const tabs = (['manifests', 'events', 'decisions', 'scheduler'] as const).map((id) => ({ id, label: t(id) }));
  return (
    <section className={styles.drawer} aria-label={t('drawer')} style={{ height: drawerHeight }}>
      <Splitter side="top" size={drawerHeight} min={140} max={700} onSize={(size) => setUi({ drawerHeight: size })} />
      <Tabs<DrawerTab>
        label={t('drawer')}
        items={tabs}
        value={drawerTab}
        onChange={(tab) => setUi({ drawerTab: tab })}
        className={styles.drawerBody}
      >
        {drawerTab === 'events' && <EventsPanel />}
        {drawerTab === 'decisions' && <DecisionsPanel />}
        {drawerTab === 'scheduler' && (
          <Suspense fallback={<p className={styles.waiting}>{t('loadingEditor')}</p>}>
            <SchedulerPanel />
          </Suspense>
        )}
        {drawerTab === 'manifests' && (
          <Suspense fallback={<p className={styles.waiting}>{t('loadingEditor')}</p>}>
            <ManifestEditor />
          </Suspense>
        )}
      </Tabs>
    </section>
  );
}
