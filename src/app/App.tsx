import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Inspector } from '../features/inspector/Inspector';
import { useConnection, useUi } from '../state/hooks';
import { setUi } from '../state/ui';
import type { DrawerTab } from '../state/ui';
import { Tabs } from '../ui/Tabs';
import styles from './app.module.css';

const ManifestEditor = lazy(() => import('../features/editor/ManifestEditor'));

export function App() {
  const { t } = useTranslation('app');
  const phase = useConnection((state) => state.phase);
  const drawerOpen = useUi((state) => state.drawerOpen);
  const drawerTab = useUi((state) => state.drawerTab);
  const tabs = (['manifests', 'events', 'decisions'] as const).map((id) => ({ id, label: t(id) }));
  return (
    <div className={styles.app}>
      <main className={styles.stage}>{phase}</main>
      <aside className={styles.right} aria-label={t('inspector')} style={{ width: 360 }}>
        <Inspector />
      </aside>
      {drawerOpen && (
        <section className={styles.drawer} aria-label={t('drawer')} style={{ height: 320 }}>
          <Tabs<DrawerTab> label={t('drawer')} items={tabs} value={drawerTab} onChange={(tab) => setUi({ drawerTab: tab })} className={styles.drawerBody}>
            <Suspense fallback={<p className={styles.waiting}>{t('loadingEditor')}</p>}>
              <ManifestEditor />
            </Suspense>
          </Tabs>
        </section>
      )}
    </div>
  );
}
