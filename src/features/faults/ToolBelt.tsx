import { MousePointer2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useObjects } from '../../state/hooks';
import { arm, breakTarget, components, faultsOn, mend, toolStore, tools } from '../../state/tool';
import { IconButton } from '../../ui/Button';
import styles from './faults.module.css';
import { faultIcon } from './icons';

/** Fault tools at the stage's edge: arm one and click a target, or take a part of the control plane down. */
export function ToolBelt() {
  const { t } = useTranslation('faults');
  const armed = useStore(toolStore, (state) => state.armed);
  const faults = useObjects('Fault');
  const tool = tools.find(({ id }) => id === armed);
  return (
    <>
      <div className={styles.belt} role="toolbar" aria-label={t('belt')} aria-orientation="vertical">
        <IconButton
          className={styles.tool}
          label={t('pointer')}
          shortcut="Escape"
          onClick={() => arm(undefined)}
          aria-disabled={armed === undefined}
        >
          <MousePointer2 aria-hidden />
        </IconButton>
        <div className={styles.separator} />
        {tools.map(({ id }) => (
          <IconButton
            key={id}
            className={styles.tool}
            label={t(id)}
            aria-pressed={armed === id}
            data-tool={id}
            onClick={() => arm(armed === id ? undefined : id)}
          >
            {faultIcon(id)}
          </IconButton>
        ))}
        <div className={styles.separator} />
        {components.map((name) => {
          const ref = { kind: 'Component', name };
          const isDown = faultsOn(faults, ref).length > 0;
          return (
            <IconButton
              key={name}
              className={styles.tool}
              label={t(isDown ? `${name}_undo` : name)}
              aria-pressed={isDown}
              data-tool={name}
              onClick={() => void (isDown ? mend('ComponentDown', ref) : breakTarget({ type: 'ComponentDown', target: ref }))}
            >
              {faultIcon(name)}
            </IconButton>
          );
        })}
      </div>
      {tool && (
        <div className={styles.armed} role="status">
          {t(`armed_${tool.target}`, { tool: t(tool.id) })}
        </div>
      )}
    </>
  );
}
