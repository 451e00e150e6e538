/** Streams of pods and clusters to compare schedulers on. */
import type { AnyObject } from '../../api/meta';
import type { Pod } from '../../resources/core/pods/types';

interface Workload {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: {
    readonly replicas?: number;
    readonly parallelism?: number;
    readonly template?: { readonly metadata?: object; readonly spec?: object };
  };
}

const WORKLOADS = new Set(['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController', 'Job']);

/** Pods as they are; workloads as the pods they ask for, named after them and counted from 0; anything else is left out. */
export function podsOf(objects: readonly AnyObject[]): Pod[] {
  return objects.flatMap((object): Pod[] => {
    const { kind = '', metadata, spec } = object as Workload;
    const namespace = metadata?.namespace ?? 'default';
    if (kind === 'Pod') return [{ ...object, metadata: { ...metadata, namespace } } as Pod];
    if (!WORKLOADS.has(kind)) return [];
    const { template, replicas = spec?.parallelism ?? 1 } = spec ?? {};
    return Array.from(
      { length: replicas },
      (_, at) =>
        ({
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { ...template?.metadata, name: `${metadata?.name ?? ''}-${at}`, namespace },
          spec: template?.spec,
        }) as unknown as Pod,
    );
  });
}

const ZONES = ['zone-a', 'zone-b', 'zone-c'] as const;

/** Nodes of 4 CPUs and 16 Gi, in turn in three zones. */
export function uniformNodes(count: number): AnyObject[] {
  return Array.from({ length: count }, (_, at) => {
    const name = `node-${at + 1}`;
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': ZONES[at % ZONES.length] as string } },
      status: { allocatable: { cpu: '4', memory: '16Gi', pods: '110' } },
    } as AnyObject;
  });
}
