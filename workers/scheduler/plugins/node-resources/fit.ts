import type { Node } from '../../../resources/core/nodes/types';
import type { Pod } from '../../../resources/core/pods/types';
import type { NodeInfo } from '../../framework/node-info';
import type { PluginFactory } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { asResized } from '../../framework/resize';
import { isExtended, podRequests, resourceNamed, resourcesOf } from '../../framework/resources';
import type { ResourceList, Resources } from '../../framework/resources';
import { valueOf } from '../../framework/quantity';
import { status } from '../../framework/status';
import type { Status } from '../../framework/status';
import { scoringStrategyOf } from './scoring-strategy';
import type { ScoringStrategySpec } from './scoring-strategy';

const NAME = 'NodeResourcesFit';

interface Args {
  readonly ignoredResources?: readonly string[];
  readonly ignoredResourceGroups?: readonly string[];
  readonly scoringStrategy?: ScoringStrategySpec;
}

/** Enough of every requested resource must be free; how full the node gets is the score (source: kube-scheduler plugins/noderesources/fit.go, 1.36). */
export const nodeResourcesFit: PluginFactory = {
  name: NAME,
  create(_handle, args) {
    const { ignoredResources = [], ignoredResourceGroups = [], scoringStrategy } = args as Args;
    const ignored = (name: string) =>
      isExtended(name) && (ignoredResources.includes(name) || ignoredResourceGroups.includes(name.slice(0, name.indexOf('/'))));
    const score = scoringStrategyOf(scoringStrategy);
    return {
      name: NAME,
      nodeLocal: true,
      events: [
        {
          resource: 'Pod',
          actions: ['Delete', 'UpdatePodScaleDown'],
          hint: (pod, { before, after }) => podHint(pod, before as Pod | undefined, after as Pod | undefined),
        },
        {
          resource: 'Node',
          actions: ['Add', 'UpdateNodeAllocatable'],
          hint: (pod, { before, after }) => nodeHint(pod, before as Node | undefined, after as Node, ignored),
        },
        { resource: 'resource.k8s.io/DeviceClass', actions: ['Add', 'Update'], hint: () => 'QueueSkip' },
      ],
      preFilter: () => undefined,
      filter: (_state, { facts }, node) => rejection(facts.requests, node, ignored),
      preScore: () => undefined,
      score: (_state, { facts }, node) => score(facts, node),
    };
  },
};

/** Shared answers: the combinations of shortages are few. */
const rejections = new Map<string, Status>();

function rejection(requests: Resources, node: NodeInfo, ignored: (name: string) => boolean): Status | undefined {
  if (isPlainlyFree(requests, node)) return undefined;
  let unresolvable = false;
  let reasons = '';
  if (node.pods.length + 1 > node.allowedPods) reasons = 'Too many pods';
  const check = (wanted: number, allocatable: number, used: number, name: string) => {
    if (wanted === 0 || wanted <= allocatable - used) return;
    if (wanted > allocatable) unresolvable = true;
    reasons += `${reasons === '' ? '' : '|'}Insufficient ${name}`;
  };
  check(requests.cpuMilli, node.allocatable.cpuMilli, node.requested.cpuMilli, 'cpu');
  check(requests.memory, node.allocatable.memory, node.requested.memory, 'memory');
  check(requests.ephemeralStorage, node.allocatable.ephemeralStorage, node.requested.ephemeralStorage, 'ephemeral-storage');
  if (requests.scalars.size > 0) {
    for (const [name, wanted] of requests.scalars) {
      if (!ignored(name)) check(wanted, node.allocatable.scalars.get(name) ?? 0, node.requested.scalars.get(name) ?? 0, name);
    }
  }
  if (reasons === '') return undefined;
  const code = unresolvable ? 'UnschedulableAndUnresolvable' : 'Unschedulable';
  const key = `${code}|${reasons}`;
  let answer = rejections.get(key);
  if (!answer) rejections.set(key, (answer = status(NAME, code, ...reasons.split('|'))));
  return answer;
}

/** The common case without any text. */
function isPlainlyFree({ cpuMilli, memory, ephemeralStorage, scalars }: Resources, node: NodeInfo): boolean {
  const { allocatable, requested } = node;
  return (
    node.pods.length < node.allowedPods &&
    cpuMilli <= allocatable.cpuMilli - requested.cpuMilli &&
    memory <= allocatable.memory - requested.memory &&
    ephemeralStorage <= allocatable.ephemeralStorage - requested.ephemeralStorage &&
    scalars.size === 0
  );
}

/** A pod that left its node, or shrank, helps if it gives back something that is wanted. */
function podHint({ uid, facts }: PodInfo, before: Pod | undefined, after: Pod | undefined): 'Queue' | 'QueueSkip' {
  if (!after) {
    return before?.spec?.nodeName || before?.status?.nominatedNodeName ? 'Queue' : 'QueueSkip';
  }
  if (after.metadata.uid !== uid && !before?.spec?.nodeName) return 'QueueSkip';
  if (!before || after.metadata.uid === uid) return 'Queue';
  const had = podRequests(asResized(before));
  const has = podRequests(asResized(after));
  const shrinks = (name: string) => resourceNamed(facts.requests, name) > 0 && resourceNamed(had, name) > resourceNamed(has, name);
  return ['cpu', 'memory', 'ephemeral-storage', ...facts.requests.scalars.keys()].some(shrinks) ? 'Queue' : 'QueueSkip';
}

/** A node that could hold the pod if it were empty; an update must have added something the pod wants. */
function nodeHint({ facts }: PodInfo, before: Node | undefined, after: Node, ignored: (name: string) => boolean): 'Queue' | 'QueueSkip' {
  const allocatable = resourcesOf(after.status?.allocatable as ResourceList | undefined);
  const wanted = ['cpu', 'memory', 'ephemeral-storage', ...facts.requests.scalars.keys()].filter((name) => !ignored(name));
  const tooSmall = wanted.some((name) => resourceNamed(facts.requests, name) > resourceNamed(allocatable, name));
  const podsAfter = valueOf((after.status?.allocatable as ResourceList | undefined)?.['pods']);
  if (tooSmall || podsAfter < 1) return 'QueueSkip';
  if (!before) return 'Queue';
  const allocatableBefore = resourcesOf(before.status?.allocatable as ResourceList | undefined);
  const podsBefore = valueOf((before.status?.allocatable as ResourceList | undefined)?.['pods']);
  const grew = wanted.some(
    (name) => resourceNamed(facts.requests, name) > 0 && resourceNamed(allocatable, name) > resourceNamed(allocatableBefore, name),
  );
  return grew || podsAfter > podsBefore ? 'Queue' : 'QueueSkip';
}
