/** `kubectl get nodes` (source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printNode, 1.36). */
import type { AnyObject } from '../../../api/meta';
import type { TableDefinition } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, textOf, wide } from '../../table';
import type { Node } from './types';

const ROLE_PREFIX = 'node-role.kubernetes.io/';

export const nodeTable: TableDefinition = {
  columns: [
    NAME_COLUMN,
    column('Status', 'The status of the node'),
    column('Roles', 'The roles of the node'),
    AGE_COLUMN,
    column('Version', textOf('core.v1.NodeSystemInfo.kubeletVersion')),
    wide('Internal-IP', textOf('core.v1.NodeStatus.addresses')),
    wide('External-IP', textOf('core.v1.NodeStatus.addresses')),
    wide('OS-Image', textOf('core.v1.NodeSystemInfo.osImage')),
    wide('Kernel-Version', textOf('core.v1.NodeSystemInfo.kernelVersion')),
    wide('Container-Runtime', textOf('core.v1.NodeSystemInfo.containerRuntimeVersion')),
  ],
  row: nodeRow,
};

function nodeRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, status } = object as unknown as Node;
  const info = status?.nodeInfo;
  return [
    metadata.name,
    nodeStatusText(object as unknown as Node),
    roles(metadata.labels ?? {}),
    age(metadata.creationTimestamp, nowMs),
    info?.kubeletVersion ?? '',
    addressOf(object as unknown as Node, 'InternalIP'),
    addressOf(object as unknown as Node, 'ExternalIP'),
    info?.osImage || '<unknown>',
    `${info?.kernelVersion || '<unknown>'}${info?.architecture ? ` (${info.architecture})` : ''}`,
    info?.containerRuntimeVersion || '<unknown>',
  ];
}

/** "Ready", "NotReady,SchedulingDisabled", "Unknown". */
function nodeStatusText({ spec, status }: Node): string {
  const ready = status?.conditions?.find((condition) => condition.type === 'Ready');
  const text = !ready ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable ? `${text},SchedulingDisabled` : text;
}

function roles(labels: Readonly<Record<string, string>>): string {
  const found = new Set<string>();
  for (const [key, value] of Object.entries(labels)) {
    if (key.startsWith(ROLE_PREFIX) && key.length > ROLE_PREFIX.length) {
      found.add(key.slice(ROLE_PREFIX.length));
    } else if (key === 'kubernetes.io/role' && value !== '') {
      found.add(value);
    }
  }
  return [...found].toSorted().join(',') || '<none>';
}

function addressOf({ status }: Node, type: string): string {
  return status?.addresses?.find((address) => address.type === type)?.address ?? '<none>';
}
