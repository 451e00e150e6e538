/** Taints that the node controllers set, and how they are written (source: pkg/util/taints, pkg/controller/controller_utils.go, 1.36). */
import { isFailure, reasonOf } from '../../api/request';
import type { ApiRequest } from '../../api/request';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import type { Node } from '../../resources/core/nodes/types';
import { NODES } from '../resources';

export type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];

export const NOT_READY = 'node.kubernetes.io/not-ready';
export const UNREACHABLE = 'node.kubernetes.io/unreachable';
const UNSCHEDULABLE = 'node.kubernetes.io/unschedulable';

/** Condition type to the key of the NoSchedule taint for each status. */
const CONDITION_TAINTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Ready: { False: NOT_READY, Unknown: UNREACHABLE },
  MemoryPressure: { True: 'node.kubernetes.io/memory-pressure' },
  DiskPressure: { True: 'node.kubernetes.io/disk-pressure' },
  NetworkUnavailable: { True: 'node.kubernetes.io/network-unavailable' },
  PIDPressure: { True: 'node.kubernetes.io/pid-pressure' },
};

const CONDITION_KEYS = new Set([...Object.values(CONDITION_TAINTS).flatMap((byStatus) => Object.values(byStatus)), UNSCHEDULABLE]);

export function taintsOf(node: Node): readonly Taint[] {
  return node.spec?.taints ?? [];
}

export function hasTaint(node: Node, key: string, effect: string): boolean {
  return taintsOf(node).some((taint) => taint.key === key && taint.effect === effect);
}

/** NoSchedule taints that the node's conditions call for and those that they no longer do. */
export function noScheduleChanges(node: Node): { readonly add: readonly Taint[]; readonly remove: readonly Taint[] } {
  const wanted: Taint[] = [];
  for (const { type, status } of node.status?.conditions ?? []) {
    const key = CONDITION_TAINTS[type]?.[status];
    if (key) wanted.push({ key, effect: 'NoSchedule' });
  }
  if (node.spec?.unschedulable) wanted.push({ key: UNSCHEDULABLE, effect: 'NoSchedule' });
  const present = taintsOf(node).filter((taint) => taint.effect === 'NoSchedule' && CONDITION_KEYS.has(taint.key));
  const lacks = (list: readonly Taint[], taint: Taint): boolean => !list.some((one) => sameTaint(one, taint));
  return { add: wanted.filter((taint) => lacks(present, taint)), remove: present.filter((taint) => lacks(wanted, taint)) };
}

/**
 * Adds, then takes away: two writes where both are called for, as upstream does it. Each replaces the whole list, so each
 * holds only for the state of the node that it was made from.
 */
export function* swapTaints(node: Node, add: readonly Taint[], remove: readonly Taint[], now: string): Script {
  const fresh = add.filter((taint) => !taintsOf(node).some((one) => sameTaint(one, taint)));
  let current = node;
  if (fresh.length > 0) {
    const reply = yield* send(writeTaints(node, [...taintsOf(node), ...fresh.map((taint) => ({ ...taint, timeAdded: now }))]));
    if (isFailure(reply)) return reasonOf(reply) === 'NotFound' ? undefined : reply;
    current = reply.body as Node;
  }
  const left = taintsOf(current).filter((taint) => !remove.some((one) => sameTaint(one, taint)));
  if (left.length === taintsOf(current).length) return undefined;
  const reply = yield* send(writeTaints(current, left));
  return isFailure(reply) && reasonOf(reply) !== 'NotFound' ? reply : undefined;
}

function writeTaints(node: Node, taints: readonly Taint[]): ApiRequest {
  const { name = '', resourceVersion } = node.metadata;
  return {
    ...NODES,
    verb: 'patch',
    patchType: 'merge',
    name,
    body: { metadata: { resourceVersion }, spec: { taints: taints.length ? taints : null } },
  };
}

function sameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect;
}
