/** Streams of pods and clusters to compare schedulers on. */
import type { AnyObject } from '../../api/meta';
import type { Pod } from '../../resources/core/pods/types';
import { randomStream } from '../../sim/prng';

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

const ZONE = 'topology.kubernetes.io/zone';
const ZONES = ['zone-a', 'zone-b', 'zone-c'] as const;

/** Nodes of 4 CPUs and 16 Gi, in turn in three zones. */
export function uniformNodes(count: number): AnyObject[] {
  return Array.from({ length: count }, (_, at) => {
    const name = `node-${at + 1}`;
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name, labels: { 'kubernetes.io/hostname': name, [ZONE]: ZONES[at % ZONES.length] as string } },
      status: { allocatable: { cpu: '4', memory: '16Gi', pods: '110' } },
    } as AnyObject;
  });
}

/** Many small, some of the size of a quarter node, few that need most of one. */
const SIZES = [
  { app: 'web', of: 12, cpu: ['100m', '200m', '250m'], memory: ['128Mi', '256Mi', '512Mi'] },
  { app: 'worker', of: 5, cpu: ['500m', '1'], memory: ['1Gi', '2Gi', '4Gi'] },
  { app: 'database', of: 2, cpu: ['1500m', '2'], memory: ['4Gi', '6Gi'] },
  { app: 'training', of: 1, cpu: ['3'], memory: ['2Gi', '8Gi'] },
] as const;

/** A ready-made stream: pods of four sizes in an order drawn from the seed; every third asks to be spread over the zones. */
export function mixedPods(count: number, seed = 1): Pod[] {
  const random = randomStream(seed, 'mixed-pods');
  const lots = SIZES.flatMap((size) => Array.from({ length: size.of }, () => size));
  const pick = <T>(list: readonly T[]): T => list[random.int(list.length)] as T;
  return Array.from({ length: count }, (_, at) => {
    const { app, cpu, memory } = pick(lots);
    const spread = {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app } } },
      ],
    };
    const requests = { cpu: pick(cpu), memory: pick(memory) };
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `${app}-${at + 1}`, namespace: 'default', labels: { app } },
      spec: { containers: [{ name: app, image: `example.com/${app}:1`, resources: { requests } }], ...(at % 3 === 0 ? spread : {}) },
    } as unknown as Pod;
  });
}
