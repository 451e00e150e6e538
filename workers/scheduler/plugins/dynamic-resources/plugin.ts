import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import type { Pod } from '../../../resources/core/pods/types';
import type { Hint } from '../../framework/cluster-event';
import { compileNodeSelector } from '../../framework/node-selector';
import { normalizeByMax } from '../../framework/normalize';
import type { ClusterObjects, PluginFactory } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { status } from '../../framework/status';
import type { Status } from '../../framework/status';
import { allocate } from './allocate';
import { claimKey, podClaims } from './claims';
import type { ResourceClaim } from './types';

const NAME = 'DynamicResources';
const SKIP = status(NAME, 'Skip');
const NO_CLAIMS = status(NAME, 'Unschedulable', 'no new claims to deallocate');
const DEALLOCATED = status(NAME, 'Unschedulable', 'deallocation of ResourceClaim completed');
const STILL_NOT = status(NAME, 'Unschedulable', 'still not schedulable');
/** What the original says where its PreFilter never ran. */
const NO_STATE = status(NAME, 'Error', 'not found');
const ELSEWHERE = status(NAME, 'UnschedulableAndUnresolvable', 'resourceclaim not available on the node');
const NO_DEVICES = status(NAME, 'UnschedulableAndUnresolvable', 'cannot allocate all claims');
const RAN = `${NAME}/ran`;
/** Of so many alternatives the first counts most. */
const ALTERNATIVES_MAX = 8;

interface Ran {
  readonly claims: readonly ResourceClaim[];
  /** Allocated claims that some node could not use. */
  readonly unavailable: Set<ResourceClaim>;
  readonly scores: Map<string, number>;
}

const WITHOUT_CLAIMS: Ran = { claims: [], unavailable: new Set(), scores: new Map() };

/**
 * Claims for devices (source: kube-scheduler plugins/dynamicresources, 1.36).
 * Differs: a claim that fits is not written as allocated or reserved, nor deallocated where only its allocation is in the way; extended
 * resources are not taken from device classes; see also allocate.ts.
 */
export const dynamicResources: PluginFactory = {
  name: NAME,
  create: ({ objects, snapshot }) => ({
    name: NAME,
    events: [
      { resource: 'Node', actions: ['Add', 'UpdateNodeAllocatable', 'UpdateNodeLabel'] },
      {
        resource: 'Pod',
        actions: ['UpdatePodGeneratedResourceClaim'],
        hint: (pod, { after }) =>
          after?.metadata?.uid === pod.uid && typeof podClaims(after as unknown as Pod, objects) !== 'string' ? 'Queue' : 'QueueSkip',
      },
      { resource: 'resource.k8s.io/DeviceClass', actions: ['Add', 'Update'] },
      {
        resource: 'resource.k8s.io/ResourceClaim',
        actions: ['Add', 'Update'],
        hint: (pod, { before, after }) => claimHint(objects, pod, before, after as ResourceClaim),
      },
      { resource: 'resource.k8s.io/ResourceSlice', actions: ['Add', 'Update'] },
    ],
    preEnqueue(pod) {
      const claims = podClaims(pod, objects);
      return typeof claims === 'string' ? status(NAME, 'UnschedulableAndUnresolvable', claims) : undefined;
    },
    preFilter(state, { pod }) {
      const claims = podClaims(pod, objects);
      const failed = typeof claims === 'string' ? status(NAME, 'UnschedulableAndUnresolvable', claims) : claimProblem(objects, claims);
      const usable = failed || typeof claims === 'string' ? [] : claims;
      state.write(
        RAN,
        usable.length === 0 ? WITHOUT_CLAIMS : ({ claims: usable, unavailable: new Set(), scores: new Map() } satisfies Ran),
      );
      if (failed) return { status: failed };
      return usable.length > 0 ? undefined : { status: SKIP };
    },
    filter(state, _pod, node) {
      const ran = state.read<Ran>(RAN);
      if (!ran || ran.claims.length === 0) return undefined;
      const elsewhere = ran.claims.filter(({ status: { allocation } = {} }) => {
        const selector = allocation?.nodeSelector;
        return selector !== undefined && !compileNodeSelector(selector)(node);
      });
      const open = ran.claims.filter((claim) => !claim.status?.allocation);
      const allocation = open.length > 0 ? allocate(objects, open, node) : [];
      if (!allocation) return NO_DEVICES;
      if ('error' in allocation) return status(NAME, 'Error', allocation.error);
      if ('onNode' in allocation) return status(NAME, 'UnschedulableAndUnresolvable', allocation.onNode);
      for (const claim of elsewhere) ran.unavailable.add(claim);
      if (elsewhere.length > 0) return ELSEWHERE;
      if (open.length > 0) ran.scores.set(node.name, scoreOf(ran.claims, allocation));
      return undefined;
    },
    postFilter(state, pod) {
      const ran = state.read<Ran>(RAN);
      if (!ran) return { status: NO_STATE };
      if (ran.claims.length === 0) return { status: NO_CLAIMS };
      const onlyOwn = ({ status: { reservedFor = [] } = {} }: ResourceClaim) =>
        reservedFor.length === 0 || (reservedFor.length === 1 && reservedFor[0]?.uid === pod.uid);
      return { status: [...ran.unavailable].some(onlyOwn) ? DEALLOCATED : STILL_NOT };
    },
    score: (state, _pod, node) => state.read<Ran>(RAN)?.scores.get(node.name) ?? 0,
    scoreBySlot(state, _pod, slots, scores) {
      const given = state.read<Ran>(RAN)?.scores;
      if (!given?.size) scores.fill(0);
      else for (let at = 0; at < scores.length; at++) scores[at] = given.get(snapshot.at(slots[at] as number)?.name ?? '') ?? 0;
    },
    normalizeScore: (_state, _pod, scores) => normalizeByMax(scores, false),
    reserve: () => undefined,
    preBind: () => [],
  }),
};

/** Classes must exist before anything is tried. */
function claimProblem(objects: ClusterObjects, claims: readonly ResourceClaim[]): Status | undefined {
  for (const claim of claims) {
    if (claim.status?.allocation) continue;
    for (const { name, exactly, firstAvailable = [] } of claim.spec?.devices?.requests ?? []) {
      if (!exactly && firstAvailable.length === 0)
        return status(NAME, 'UnschedulableAndUnresolvable', `resource claim ${claimKey(claim)}, request ${name}: unknown request type`);
      const requests = exactly
        ? [{ request: name, wanted: exactly.deviceClassName }]
        : firstAvailable.map((one) => ({ request: `${name}/${one.name ?? ''}`, wanted: one.deviceClassName }));
      for (const { request, wanted = '' } of requests) {
        if (wanted === '') return status(NAME, 'Error', `request ${request}: unsupported request type`);
        if (!objects.get('deviceclasses', '', wanted))
          return status(NAME, 'UnschedulableAndUnresolvable', `request ${request}: device class ${wanted} does not exist`);
      }
    }
  }
  return undefined;
}

/** Early alternatives count more; `allocation` is of the claims that had none. */
function scoreOf(claims: readonly ResourceClaim[], allocation: readonly (readonly string[])[]): number {
  let score = 0;
  let next = 0;
  for (const claim of claims) {
    const given = claim.status?.allocation
      ? (claim.status.allocation.devices?.results ?? []).map(({ request = '' }) => request)
      : (allocation[next++] ?? []);
    for (const { name, exactly, firstAvailable = [] } of claim.spec?.devices?.requests ?? []) {
      if (exactly) continue;
      firstAvailable.forEach((alternative, at) => {
        if (given.includes(`${name}/${alternative.name ?? ''}`)) score += ALTERNATIVES_MAX - at;
      });
    }
  }
  return score;
}

/** Devices that got free help anybody; else only the status of a claim of one's own matters. */
function claimHint(objects: ClusterObjects, { pod }: PodInfo, before: AnyObject | undefined, after: ResourceClaim): Hint {
  const claims = podClaims(pod, objects);
  if (typeof claims === 'string') return 'QueueSkip';
  const old = before as ResourceClaim | undefined;
  if (old?.status?.allocation && !after.status?.allocation) return 'Queue';
  if (!claims.some((claim) => claimKey(claim) === claimKey(after))) return 'QueueSkip';
  return old && deepEqual(old.status, after.status) ? 'QueueSkip' : 'Queue';
}
