import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pod } from '../../../workers/resources/core/pods/types';
import { useSelection, useUi } from '../../state/hooks';
import { kindName, select } from '../../state/selection';
import type { ObjectRef } from '../../state/selection';
import { setUi } from '../../state/ui';
import type { InspectorTab } from '../../state/ui';
import { Button, IconButton } from '../../ui/Button';
import { Tabs } from '../../ui/Tabs';
import { Actions } from './Actions';
import { EventsView } from './EventsView';
import styles from './inspector.module.css';
import { LogsView } from './LogsView';
import { SummaryView } from './SummaryView';
import { useSelectedObject } from './use-selected-object';
import { YamlView } from './YamlView';

/** One object under the glass. `why` draws the scheduler's reasons for a pod; it belongs to another feature. */
export function Inspector({ why }: { readonly why?: ReactNode }) {
  const { t } = useTranslation('inspector');
  const selected = useSelection((state) => state.selected);
  if (!selected) {
    return (
      <div className={styles.nothing}>
        <p>{t('nothing')}</p>
        <p>{t('nothingHint')}</p>
      </div>
    );
  }
  return <Selected key={`${selected.kind}/${selected.namespace ?? ''}/${selected.name}`} subject={selected} why={why} />;
}

function Selected({ subject, why }: { readonly subject: ObjectRef; readonly why: ReactNode }) {
  const { t } = useTranslation('inspector');
  const object = useSelectedObject(subject);
  const wanted = useUi((state) => state.inspectorTab);
  const isPod = subject.kind === 'Pod';
  const ids: readonly InspectorTab[] = isPod ? ['summary', 'why', 'yaml', 'events', 'logs'] : ['summary', 'yaml', 'events'];
  const tab = ids.includes(wanted) ? wanted : 'summary';
  return (
    <div className={styles.inspector}>
      <header className={styles.header}>
        <div>
          <span className={styles.kind}>{kindName(subject.kind)}</span>
          {subject.namespace && <span className={styles.namespace}> {subject.namespace}</span>}
          <h2 title={subject.name}>{subject.name}</h2>
        </div>
        <IconButton label={t('close')} onClick={() => select(undefined)}>
          <X aria-hidden />
        </IconButton>
      </header>
      {object ? <Actions subject={subject} object={object} /> : <p className={styles.gone}>{t('gone')}</p>}
      <Tabs<InspectorTab>
        label={t('tabs')}
        items={ids.map((id) => ({ id, label: t(`tab_${id}`) }))}
        value={tab}
        onChange={(inspectorTab) => setUi({ inspectorTab })}
        className={styles.body}
      >
        {tab === 'summary' && object && <SummaryView kind={subject.kind} object={object} />}
        {tab === 'why' && (why ?? <WhyElsewhere />)}
        {tab === 'yaml' && object && <YamlView object={object} />}
        {tab === 'events' && <EventsView about={subject} />}
        {tab === 'logs' && object && <LogsView pod={object as unknown as Pod} />}
      </Tabs>
    </div>
  );
}

/** Where nothing is given to draw, the drawer has the same answer with the whole matrix. */
function WhyElsewhere() {
  const { t } = useTranslation('inspector');
  return (
    <p className={styles.empty}>
      <Button onClick={() => setUi({ drawerOpen: true, drawerTab: 'decisions' })}>{t('openDecisions')}</Button>
    </p>
  );
}
