/**
 * What must hold in every cluster at all times, whatever breaks. Each checker returns sentences about what is wrong; none
 * is the good answer.
 */
import type { KubeObject, WatchEvent } from '../../../workers/api/meta';
import { objectKey } from '../../../workers/api/meta';
import { cpuMilli, value } from '../../../workers/api/quantity';
import type { Node } from '../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../workers/resources/core/pods/types';

const ended = (pod: Pod) => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';

/** No two live pods share an IP (host-network pods share their node's on purpose). */
export function sharedPodIps(pods: readonly Pod[]): string[] {
  const owners = new Map<string, string>();
  const wrong: string[] = [];
  for (const pod of pods) {
    const ip = pod.status?.podIP;
    if (!ip || ended(pod) || pod.spec?.hostNetwork) continue;
    const other = owners.get(ip);
    if (other) wrong.push(`${objectKey(pod)} and ${other} both have ${ip}`);
    owners.set(ip, objectKey(pod));
  }
  return wrong;
}

/** The requests of a node's live pods never exceed what it can give. */
export function overcommittedNodes(nodes: readonly Node[], pods: readonly Pod[]): string[] {
  const wrong: string[] = [];
  for (const node of nodes) {
    const mine = pods.filter((pod) => pod.spec?.nodeName === node.metadata.name && !ended(pod));
    const containers = mine.flatMap((pod) => pod.spec?.containers ?? []);
    const requested = (name: 'cpu' | 'memory') =>
      containers.map((container) => container.resources?.requests?.[name]).filter((each) => each !== undefined);
    const cpu = requested('cpu').reduce((sum: number, each) => sum + cpuMilli(String(each)), 0);
    const memory = requested('memory').reduce((sum: number, each) => sum + value(String(each)), 0);
    const allocatable = node.status?.allocatable ?? {};
    if (cpu > cpuMilli(String(allocatable['cpu'] ?? '0'))) wrong.push(`${node.metadata.name}: ${cpu}m CPU requested`);
    if (memory > value(String(allocatable['memory'] ?? '0'))) wrong.push(`${node.metadata.name}: ${memory} bytes requested`);
    if (mine.length > Number(allocatable['pods'] ?? 0)) wrong.push(`${node.metadata.name}: ${mine.length} pods`);
  }
  return wrong;
}

/** A watch from the beginning tells exactly what happened: revisions rise, and every event fits the state before it. */
export class WatchChecker {
  readonly state = new Map<string, KubeObject>();
  readonly wrong: string[] = [];
  private last = 0;

  take(events: readonly WatchEvent[]): void {
    for (const { type, object } of events) {
      const key = objectKey(object);
      const revision = Number(object.metadata?.resourceVersion);
      if (type === 'BOOKMARK') continue;
      if (type === 'ERROR') {
        this.wrong.push(`ERROR ${JSON.stringify(object)}`);
        continue;
      }
      if (revision <= this.last) this.wrong.push(`${type} ${key}@${revision} after @${this.last}`);
      this.last = revision;
      const known = this.state.has(key);
      if (type === 'ADDED' && known) this.wrong.push(`ADDED ${key}, which was there`);
      if (type !== 'ADDED' && !known) this.wrong.push(`${type} ${key}, which was not there`);
      if (type === 'DELETED') this.state.delete(key);
      else this.state.set(key, object);
    }
  }

  /** What the watch left differs from the list. */
  against(listed: readonly KubeObject[]): string[] {
    const wrong = [...this.wrong];
    const seen = new Set<string>();
    for (const object of listed) {
      const key = objectKey(object);
      seen.add(key);
      const watched = this.state.get(key)?.metadata?.resourceVersion;
      if (watched !== object.metadata?.resourceVersion)
        wrong.push(`${key}: watched @${watched ?? 'never'}, stored @${object.metadata?.resourceVersion}`);
    }
    for (const key of this.state.keys()) if (!seen.has(key)) wrong.push(`${key}: watched, not stored`);
    return wrong;
  }
}

/** Every owner that an object names exists (when idle: the collector has had its time). */
export function ownedByNothing(objects: readonly KubeObject[]): string[] {
  const uids = new Set(objects.map((object) => object.metadata?.uid));
  return objects.flatMap((object) => {
    const owners = object.metadata?.ownerReferences ?? [];
    if (owners.length === 0 || owners.some((owner) => uids.has(owner.uid))) return [];
    return [
      `${object.kind} ${objectKey(object)} is owned by ${owners.map((owner) => `${owner.kind} ${owner.name}`).join(', ')}, which is gone`,
    ];
  });
}
