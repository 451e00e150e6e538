/** `POST /sim/compare`: the cluster's own pods, or given ones, placed anew on its nodes under two scheduler configurations. */
import type { AnyObject, GroupVersionResource, KubeList } from '../api/meta';
import type { Pod } from '../resources/core/pods/types';
import type { Comparison } from '../protocol/race';
import { READ_RESOURCES } from '../scheduler/cluster-objects';
import { compare } from '../scheduler/compare/compare';
import type { RunOptions } from '../scheduler/compare/run';
import { podsOf } from '../scheduler/compare/stream';
import { configurationError, loadConfiguration } from '../scheduler/config/load';

export interface CompareBody {
  /** A KubeSchedulerConfiguration each; absent: the default. `seed`: of draws among equals. */
  readonly a?: { readonly config?: unknown; readonly seed?: number };
  readonly b?: { readonly config?: unknown; readonly seed?: number };
  /** Pods and workloads to place on top of what runs. Absent: all pods that have not ended, oldest first, on empty nodes. */
  readonly objects?: readonly AnyObject[];
}

export type ListObjects = (resource: GroupVersionResource) => Promise<KubeList>;

const NODES = { group: '', version: 'v1', resource: 'nodes' } as const;
const PODS = { group: '', version: 'v1', resource: 'pods' } as const;

/** Changes nothing in the cluster. A configuration that cannot be used is a RangeError with the reason. */
export async function compareCluster(list: ListObjects, { a = {}, b = {}, objects }: CompareBody): Promise<Comparison> {
  const lists = await readLists(list);
  const running = (lists['pods'] ?? []) as unknown as readonly Pod[];
  if (objects) return compare(lists, podsOf(objects), optionsOf('a', a), optionsOf('b', b));
  return compare({ ...lists, pods: [] }, anew(running), optionsOf('a', a), optionsOf('b', b));
}

/** Everything that scheduling depends on, by plural. */
export async function readLists(list: ListObjects): Promise<Record<string, readonly AnyObject[]>> {
  const lists: Record<string, readonly AnyObject[]> = {};
  for (const resource of [NODES, PODS, ...READ_RESOURCES]) lists[resource.resource] = (await list(resource)).items as readonly AnyObject[];
  return lists;
}

function optionsOf(name: string, { config, seed = 1 }: NonNullable<CompareBody['a']>): RunOptions {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`${name}.seed: Invalid value: must be an integer`);
  if (config === undefined) return { seed };
  const loaded = loadConfiguration(config);
  const error = configurationError(loaded);
  if (error || !loaded.defaulted) throw new RangeError(`${name}.config: ${error ?? 'Required value'}`);
  return { config: loaded.defaulted, seed };
}

/** As they were before they got a node, oldest first; without those that ended, are being deleted, or are held by a gate. */
export function anew(pods: readonly Pod[]): Pod[] {
  return pods
    .filter(({ metadata, spec, status }) => {
      const isOver = status?.phase === 'Succeeded' || status?.phase === 'Failed' || metadata.deletionTimestamp !== undefined;
      return !isOver && !spec?.schedulingGates?.length;
    })
    .map(({ status: _, spec, ...pod }) => ({ ...pod, spec: { ...spec, nodeName: undefined } }) as unknown as Pod)
    .sort((a, b) => order(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || order(a.metadata.name, b.metadata.name));
}

/** Those of {@link anew} that have no node yet. */
export function waiting(pods: readonly Pod[]): Pod[] {
  return anew(pods.filter(({ spec }) => !spec?.nodeName));
}

function order(a: unknown, b: unknown): number {
  const [left, right] = [String(a ?? ''), String(b ?? '')];
  return left < right ? -1 : left > right ? 1 : 0;
}
