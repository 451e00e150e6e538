/** Rolling updates of a DaemonSet (source: pkg/controller/daemon/update.go, 1.36). */
import { scaledValue } from '../../api/int-or-string';
import type { DaemonSet } from '../../resources/apps/daemonsets/types';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import { isCurrent } from './daemon-pod';
import { isAvailable } from './manage';
import { nodeFit } from './node-fit';

export interface UpdatePlan {
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
}

/** What the strategy allows to be replaced now. `byNode` as podsByNode gives it. */
export function planUpdate(
  set: DaemonSet,
  nodes: readonly Node[],
  byNode: ReadonlyMap<string, readonly Pod[]>,
  hash: string,
  nowMs: number,
): UpdatePlan {
  const wanted = nodes.filter((node) => nodeFit(set, node).run).map((node) => node.metadata.name ?? '');
  const pods = new Map<string, readonly Pod[]>(byNode);
  for (const name of wanted) if (!pods.has(name)) pods.set(name, []);
  const rolling = set.spec?.updateStrategy?.rollingUpdate;
  const surge = scaledValue(rolling?.maxSurge ?? 0, wanted.length, true) ?? 0;
  const unavailable = scaledValue(rolling?.maxUnavailable ?? 1, wanted.length, true) ?? 1;
  if (surge > 0) return planSurge(set, pods, hash, nowMs, surge);
  return { create: [], remove: planInPlace(set, pods, hash, nowMs, Math.max(unavailable, 1)) };
}

function planInPlace(
  set: DaemonSet,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  hash: string,
  nowMs: number,
  maxUnavailable: number,
): Pod[] {
  let unavailable = 0;
  const broken: Pod[] = [];
  const candidates: Pod[] = [];
  for (const pods of byNode.values()) {
    const found = oldAndNew(set, pods, hash);
    if (!found || (found.old === undefined) === (found.fresh === undefined)) unavailable++;
    else if (found.fresh) {
      if (!isAvailable(found.fresh, set, nowMs)) unavailable++;
    } else if (found.old && !isAvailable(found.old, set, nowMs)) {
      broken.push(found.old);
      unavailable++;
    } else if (found.old) candidates.push(found.old);
  }
  return [...broken, ...candidates.slice(0, Math.max(maxUnavailable - unavailable, 0))];
}

function planSurge(set: DaemonSet, byNode: ReadonlyMap<string, readonly Pod[]>, hash: string, nowMs: number, maxSurge: number): UpdatePlan {
  let surging = 0;
  const urgent: string[] = [];
  const candidates: string[] = [];
  const remove: Pod[] = [];
  for (const [node, pods] of byNode) {
    const found = oldAndNew(set, pods, hash);
    if (!found) surging++;
    else if (found.old && !found.fresh) (isAvailable(found.old, set, nowMs) ? candidates : urgent).push(node);
    else if (found.old && found.fresh) {
      if (isAvailable(found.fresh, set, nowMs)) remove.push(found.old);
      else surging++;
    }
  }
  return { create: [...urgent, ...candidates.slice(0, Math.max(maxSurge - surging, 0))], remove };
}

/** A node's one old and one new pod; undefined where there are more, which is not the update's business. */
function oldAndNew(set: DaemonSet, pods: readonly Pod[], hash: string): { readonly old?: Pod; readonly fresh?: Pod } | undefined {
  const live = pods.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  const fresh = live.filter((pod) => isCurrent(pod, set, hash));
  const old = live.filter((pod) => !isCurrent(pod, set, hash));
  if (fresh.length > 1 || old.length > 1) return undefined;
  return { ...(old[0] ? { old: old[0] } : {}), ...(fresh[0] ? { fresh: fresh[0] } : {}) };
}
