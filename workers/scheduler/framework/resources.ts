/** What a pod asks of a node (source: k8s.io/component-helpers/resource, pkg/scheduler/framework/types.go, 1.36). */
import type { Pod } from '../../resources/core/pods/types';
import { milliValueOf, valueOf } from './quantity';

/** CPU in thousandths, the rest in bytes or pieces; `scalars` are extended resources, huge pages and the like. */
export interface Resources {
  cpuMilli: number;
  memory: number;
  ephemeralStorage: number;
  readonly scalars: Map<string, number>;
}

export type ResourceList = Readonly<Record<string, string | number>>;

/** A container that names no request of a resource weighs this much in scores (pkg/scheduler/util/pod_resources.go). */
const CPU_MILLI_DEFAULT = 100;
const MEMORY_DEFAULT = 200 * 1024 * 1024;

export function newResources(): Resources {
  return { cpuMilli: 0, memory: 0, ephemeralStorage: 0, scalars: new Map() };
}

export function copyResources(resources: Resources): Resources {
  return { ...resources, scalars: new Map(resources.scalars) };
}

export function resourcesOf(list: ResourceList | undefined): Resources {
  const resources = newResources();
  for (const name in list) setResource(resources, name, list[name]);
  return resources;
}

/** Resources that are counted one by one under their own name. */
export function isScalar(name: string): boolean {
  return isExtended(name) || name.startsWith('hugepages-') || name.includes('kubernetes.io/') || name.startsWith('attachable-volumes-');
}

/** Qualified by a domain that is not Kubernetes' own, and not a quota name. */
export function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}

export function resourceNamed(resources: Resources, name: string): number {
  if (name === 'cpu') return resources.cpuMilli;
  if (name === 'memory') return resources.memory;
  if (name === 'ephemeral-storage') return resources.ephemeralStorage;
  return resources.scalars.get(name) ?? 0;
}

/** Adds (or with -1 takes away) in place. */
export function addResources(sum: Resources, part: Resources, sign: 1 | -1 = 1): void {
  sum.cpuMilli += sign * part.cpuMilli;
  sum.memory += sign * part.memory;
  sum.ephemeralStorage += sign * part.ephemeralStorage;
  for (const [name, value] of part.scalars) sum.scalars.set(name, (sum.scalars.get(name) ?? 0) + sign * value);
}

/**
 * Requests of the whole pod: containers and sidecars summed, or the largest init container with the sidecars started
 * before it; pod-level requests replace that; overhead comes on top.
 */
export function podRequests(pod: Pod): Resources {
  const sum = sumOf(pod, (list) => resourcesOf(list));
  setPodLevel(sum, pod);
  return inOrder(withOverhead(sum, pod));
}

/** Shortages are told in the order of the names; the original has none. */
function inOrder(sum: Resources): Resources {
  if (sum.scalars.size < 2) return sum;
  return { ...sum, scalars: new Map([...sum.scalars].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

function setPodLevel(sum: Resources, pod: Pod): void {
  const podLevel = pod.spec?.resources?.requests as ResourceList | undefined;
  for (const name in podLevel) if (isPodLevel(name)) setResource(sum, name, podLevel[name]);
}

/** Resources that can be requested for a pod as a whole. */
function isPodLevel(name: string): boolean {
  return name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');
}

/** The same for the score of a pod that looks for a node: containers only, and one without a CPU or memory request counts with a default. */
export function podScoreRequests(pod: Pod): Resources {
  return withOverhead(
    sumOf(pod, (list) => withDefaults(list, true, true)),
    pod,
  );
}

/** The same for a pod on a node: pod-level requests count, and defaults only for what nothing in the pod requests. */
export function podScoreRequestsHeld(pod: Pod): Resources {
  if (!Object.keys(pod.spec?.resources?.requests ?? {}).some(isPodLevel)) return podScoreRequests(pod);
  const named = requestedNames(pod);
  const sum = sumOf(pod, (list) => withDefaults(list, !named.has('cpu'), !named.has('memory')));
  setPodLevel(sum, pod);
  return withOverhead(sum, pod);
}

/** Resources that anything in the pod requests, be it 0. */
export function requestedNames({ spec }: Pod): Set<string> {
  const lists = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])].map(({ resources }) => resources?.requests ?? {});
  const podLevel = Object.keys(spec?.resources?.requests ?? {}).filter(isPodLevel);
  return new Set([...podLevel, ...Object.keys(spec?.overhead ?? {}), ...lists.flatMap((list) => Object.keys(list))]);
}

function withDefaults(list: ResourceList | undefined, cpu: boolean, memory: boolean): Resources {
  const resources = resourcesOf(list);
  if (cpu && list?.['cpu'] === undefined) resources.cpuMilli = CPU_MILLI_DEFAULT;
  if (memory && list?.['memory'] === undefined) resources.memory = MEMORY_DEFAULT;
  return resources;
}

function withOverhead(sum: Resources, pod: Pod): Resources {
  addResources(sum, resourcesOf(pod.spec?.overhead as ResourceList | undefined));
  return sum;
}

function sumOf(pod: Pod, requestsOf: (list: ResourceList | undefined) => Resources): Resources {
  const sum = newResources();
  const sidecars = newResources();
  const largestInit = newResources();
  for (const container of pod.spec?.containers ?? [])
    addResources(sum, requestsOf(container.resources?.requests as ResourceList | undefined));
  for (const container of pod.spec?.initContainers ?? []) {
    const requests = requestsOf(container.resources?.requests as ResourceList | undefined);
    if (container.restartPolicy === 'Always') {
      addResources(sum, requests);
      addResources(sidecars, requests);
      raise(largestInit, sidecars);
    } else {
      addResources(requests, sidecars);
      raise(largestInit, requests);
    }
  }
  raise(sum, largestInit);
  return sum;
}

function raise(to: Resources, atLeast: Resources): void {
  to.cpuMilli = Math.max(to.cpuMilli, atLeast.cpuMilli);
  to.memory = Math.max(to.memory, atLeast.memory);
  to.ephemeralStorage = Math.max(to.ephemeralStorage, atLeast.ephemeralStorage);
  for (const [name, value] of atLeast.scalars) to.scalars.set(name, Math.max(to.scalars.get(name) ?? 0, value));
}

function setResource(resources: Resources, name: string, quantity: string | number | undefined): void {
  if (name === 'cpu') resources.cpuMilli = milliValueOf(quantity);
  else if (name === 'memory') resources.memory = valueOf(quantity);
  else if (name === 'ephemeral-storage') resources.ephemeralStorage = valueOf(quantity);
  else if (isScalar(name)) resources.scalars.set(name, valueOf(quantity));
}
