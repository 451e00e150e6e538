/** Devices that a node can reach, by pool (source: k8s.io/dynamic-resource-allocation/structured pools, 1.36). */
import { compileNodeSelector } from '../../framework/node-selector';
import type { NodeInfo } from '../../framework/node-info';
import type { ClusterObjects } from '../../framework/plugin';
import { milliValueOf } from '../../framework/quantity';
import type { Device, ResourceSlice } from './types';

export interface PooledDevice {
  readonly device: Device;
  readonly driver: string;
  /** driver/pool/name */
  readonly id: string;
  readonly pool: Pool;
  /** Not the slice but the device says which nodes reach it. */
  readonly perDevice: boolean;
}

export interface Pool {
  /** driver/pool */
  readonly id: string;
  /** Slices of it are missing; it is being updated. */
  readonly incomplete: boolean;
  readonly invalid: boolean;
  /** Those of the newest generation that the node can reach, in order. */
  readonly devices: readonly PooledDevice[];
  /** Of all nodes, for what they take from shared counters. */
  readonly everyDevice: readonly Device[];
  /** Counter set -> counter -> thousandths. */
  readonly counters: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

type Spec = NonNullable<ResourceSlice['spec']>;

/** Sorted by driver and name; a pool of which the node reaches nothing is left out. */
export function poolsOf(objects: ClusterObjects, node: NodeInfo): Pool[] {
  const slices = objects.list('resourceslices') as readonly ResourceSlice[];
  const byPool = new Map<string, ResourceSlice[]>();
  for (const slice of slices) {
    const { spec } = slice;
    if (!spec) continue;
    const id = `${spec.driver}/${spec.pool?.name ?? ''}`;
    byPool.set(id, [...(byPool.get(id) ?? []), slice]);
  }
  const pools: Pool[] = [];
  for (const [id, all] of [...byPool].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const reached = all.filter(({ spec }) => spec && reaches(spec, node));
    if (reached.length === 0) continue;
    const generation = Math.max(...reached.map(generationOf));
    if (all.some((slice) => generationOf(slice) > generation)) {
      const wanted = reached.find((slice) => generationOf(slice) === generation)?.spec?.pool?.resourceSliceCount ?? 0;
      if (reached.filter((slice) => generationOf(slice) === generation).length !== wanted) continue;
    }
    pools.push(poolOf(id, reached, all, generation));
  }
  return pools;
}

function generationOf({ spec }: ResourceSlice): number {
  return spec?.pool?.generation ?? 0;
}

function poolOf(id: string, reached: readonly ResourceSlice[], all: readonly ResourceSlice[], generation: number): Pool {
  const current = (slices: readonly ResourceSlice[]) =>
    slices
      .filter((slice) => generationOf(slice) === generation)
      .sort((a, b) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1));
  const here = current(reached);
  const everywhere = current(all);
  const wanted = here[0]?.spec?.pool?.resourceSliceCount ?? 0;
  const incomplete = here.length !== wanted && everywhere.length !== wanted;
  const names = here.flatMap(({ spec }) => (spec?.devices ?? []).map(({ name }) => name));
  const counters = countersOf(here);
  const everyDevice = everywhere.flatMap(({ spec }) => spec?.devices ?? []);
  const unknownCounter = everyDevice.some(({ consumesCounters = [] }) =>
    consumesCounters.some(({ counterSet, counters: taken = {} }) =>
      Object.keys(taken).some((name) => !counters?.get(counterSet)?.has(name)),
    ),
  );
  const pool: Pool = {
    id,
    incomplete,
    invalid: !incomplete && (new Set(names).size < names.length || !counters || unknownCounter),
    everyDevice,
    counters: counters ?? new Map(),
    get devices() {
      return devices;
    },
  };
  const devices = here.flatMap(({ spec }) =>
    (spec?.devices ?? []).map((device) => ({
      device,
      driver: spec?.driver ?? '',
      id: `${id}/${device.name}`,
      pool,
      perDevice: spec?.perDeviceNodeSelection === true,
    })),
  );
  return pool;
}

/** Undefined where a set is there twice. */
function countersOf(slices: readonly ResourceSlice[]): Map<string, Map<string, number>> | undefined {
  const sets = new Map<string, Map<string, number>>();
  for (const { name, counters = {} } of slices.flatMap(({ spec }) => spec?.sharedCounters ?? [])) {
    if (sets.has(name)) return undefined;
    sets.set(name, new Map(Object.entries(counters).map(([counter, { value }]) => [counter, milliValueOf(value)])));
  }
  return sets;
}

function reaches(spec: Spec, node: NodeInfo): boolean {
  if ((spec.sharedCounters ?? []).length > 0) return true;
  if (spec.perDeviceNodeSelection) return (spec.devices ?? []).some((device) => isFor(device, node));
  return isFor(spec, node);
}

export function isFor({ nodeName, allNodes, nodeSelector }: Pick<Spec, 'nodeName' | 'allNodes' | 'nodeSelector'>, node: NodeInfo): boolean {
  if (nodeName) return nodeName === node.name;
  return allNodes === true || (nodeSelector !== undefined && compileNodeSelector(nodeSelector)(node));
}
