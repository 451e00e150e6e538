/** Objects for scheduler tests, as short as they can be. */
import type { Node } from '../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../workers/resources/core/pods/types';

export interface PodParts {
  readonly cpu?: string;
  readonly memory?: string;
  readonly node?: string;
  readonly labels?: Record<string, string>;
  readonly spec?: object;
  readonly status?: object;
}

export function pod(name: string, { cpu, memory, node, labels, spec, status }: PodParts = {}): Pod {
  const requests = { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: `uid-default-${name}`, ...(labels ? { labels } : {}) },
    spec: {
      containers: [{ name: 'c', image: 'img', ...(cpu || memory ? { resources: { requests } } : {}) }],
      ...(node ? { nodeName: node } : {}),
      ...spec,
    },
    ...(status ? { status } : {}),
  } as unknown as Pod;
}

export interface NodeParts {
  readonly cpu?: string;
  readonly pods?: string;
  readonly zone?: string;
  readonly labels?: Record<string, string>;
  readonly spec?: object;
}

export function node(name: string, { cpu = '4', pods = '110', zone, labels, spec }: NodeParts = {}): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...(zone ? { 'topology.kubernetes.io/zone': zone } : {}), ...labels } },
    ...(spec ? { spec } : {}),
    status: { allocatable: { cpu, memory: '16Gi', pods } },
  } as unknown as Node;
}
