import type { GroupName } from '../sim/component';
import type { FaultKind } from './fault';

/** Components that can be taken down, and the worker they live in. */
export const COMPONENTS: Readonly<Record<string, GroupName>> = { 'kube-scheduler': 'scheduler', 'kube-controller-manager': 'controllers' };

/** A control plane component is stopped and started anew: it relists and reconverges. */
export const componentDown: FaultKind = {
  type: 'ComponentDown',
  target: 'Component',
  start: (process, { name }) => process.command({ type: 'stop', name }),
  end: (process, { name }) => process.command({ type: 'start', component: { name, kind: '', group: COMPONENTS[name] ?? 'controllers' } }),
};
