/** `kubectl get nodes` (source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printNode, 1.36). */
import type { AnyObject } from '../../../api/meta';
import type { TableDefinition } from '../../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, wide } from '../../table';
import type { Node } from './types';

const ROLE_PREFIX = 'node-role.kubernetes.io/';

export const nodeTable: TableDefinition = {
  columns: [
    NAME_COLUMN,
    column('Status', 'Whether the node is ready and takes pods.'),
    column('Roles', 'Roles that its labels name.'),
    AGE_COLUMN,
    column('Version', 'Version of its kubelet.'),
    wide('Internal-IP', 'Address inside the cluster.'),
    wide('External-IP', 'Address outside the cluster.'),
    wide('OS-Image', 'Operating system.'),
    wide('Kernel-Version', 'Kernel.'),
    wide('Container-Runtime', 'Container runtime and its version.'),
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
