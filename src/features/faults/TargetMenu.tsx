import { Ban, HelpCircle, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { setUnschedulable } from '../../state/commands/objects';
import { useObject, useObjects } from '../../state/hooks';
import { notifyFailure } from '../../state/notices';
import { kindName, select } from '../../state/selection';
import type { ObjectRef } from '../../state/selection';
import { applyTool, faultsOn, mend, tools } from '../../state/tool';
import { setUi } from '../../state/ui';
import { Menu } from '../../ui/Menu';
import type { MenuEntry } from '../../ui/Menu';
import { faultIcon } from './icons';

export interface TargetMenuProps {
  readonly target: ObjectRef;
  readonly at: { readonly x: number; readonly y: number };
  onClose(): void;
}

/** What can be done to one thing on the stage. */
export function TargetMenu({ target, at, onClose }: TargetMenuProps) {
  const { t } = useTranslation('faults');
  const node = useObject('Node', target.kind === 'Node' ? target.name : undefined);
  const broken = new Set(faultsOn(useObjects('Fault'), target).map((fault) => fault.spec.type));
  const inspect = (tab: 'summary' | 'why') => () => {
    select(target);
    setUi({ rightOpen: true, inspectorTab: tab });
  };
  const entries: MenuEntry[] = [{ id: 'inspect', label: t('inspect'), icon: <Search aria-hidden />, onChoose: inspect('summary') }];
  if (target.kind === 'Pod') entries.push({ id: 'why', label: t('why'), icon: <HelpCircle aria-hidden />, onChoose: inspect('why') });
  const fitting = tools.filter((tool) => tool.target === target.kind);
  if (fitting.length > 0) entries.push('line');
  for (const { id } of fitting) {
    const isOn = id !== 'ContainerCrash' && broken.has(id);
    entries.push({
      id,
      label: t(isOn ? `${id}_undo` : id),
      icon: faultIcon(id),
      danger: !isOn,
      onChoose: () => void (isOn ? mend(id, target) : applyTool(id, target)),
    });
  }
  if (target.kind === 'Node') {
    const isCordoned = node?.spec?.unschedulable === true;
    entries.push('line', {
      id: 'cordon',
      label: t(isCordoned ? 'uncordon' : 'cordon'),
      icon: <Ban aria-hidden />,
      onChoose: () => void notifyFailure(setUnschedulable(target.name, !isCordoned)),
    });
  }
  return <Menu label={`${kindName(target.kind)} ${target.name}`} at={at} entries={entries} onClose={onClose} />;
}
