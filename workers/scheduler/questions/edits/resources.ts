import type { Pod } from '../../../resources/core/pods/types';
import type { NodeInfo } from '../../framework/node-info';
import type { PodInfo } from '../../framework/pod-info';
import { resourceNamed } from '../../framework/resources';
import { milliValueOf, valueOf } from '../../framework/quantity';
import type { Verdicts } from '../trial';
import { amountOf } from '../amount';
import { COST, podEdit, podRemoval } from './candidate';
import type { Candidate, Proposer } from './candidate';

/** Amounts of free resources that are tried, most first: the node with the most may be no good for other reasons. */
const AMOUNTS_MAX = 3;
/** Nodes on which one pod is taken away. */
const TRIED_MAX = 10;

export const resourceEdits: Proposer = (verdicts, rejected) => {
  const short = new Set<string>();
  for (const { name } of rejected)
    for (const reason of verdicts.failures.get(name)?.reasons ?? []) {
      const resource = /^Insufficient (.+)$/.exec(reason)?.[1];
      if (resource) short.add(resource);
    }
  return [...[...short].flatMap((resource) => lowerings(verdicts.info, resource, rejected)), ...removals(verdicts, rejected)];
};

function lowerings(info: PodInfo, resource: string, rejected: readonly NodeInfo[]): Candidate[] {
  const asked = resourceNamed(info.facts.requests, resource);
  const free = new Set(rejected.map((node) => freeOf(node, resource)).filter((amount) => amount > 0 && amount < asked));
  return [...free]
    .sort((a, b) => b - a)
    .slice(0, AMOUNTS_MAX)
    .flatMap((amount, at): Candidate[] => {
      const containers = lowered(info.pod, resource, asked - amount);
      if (!containers) return [];
      const params = { resource, from: amountOf(resource, asked), to: amountOf(resource, amount) };
      return [podEdit({ kind: 'lowerRequest', params }, COST.request + at / 10, () => ({ containers }), `lowerRequest ${resource}`)];
    });
}

function freeOf({ allocatable, requested }: NodeInfo, resource: string): number {
  return resourceNamed(allocatable, resource) - resourceNamed(requested, resource);
}

/** The container with the largest request gives it all; undefined where that is not enough. */
function lowered({ spec }: Pod, resource: string, by: number): NonNullable<Pod['spec']>['containers'] | undefined {
  const containers = spec?.containers ?? [];
  const requests = containers.map(({ resources }) => {
    const quantity = resources?.requests?.[resource];
    return resource === 'cpu' ? milliValueOf(quantity) : valueOf(quantity);
  });
  const most = Math.max(...requests);
  if (most <= by) return undefined;
  const at = requests.indexOf(most);
  return containers.map((container, index) =>
    index === at
      ? {
          ...container,
          resources: { ...container.resources, requests: { ...container.resources?.requests, [resource]: amountOf(resource, most - by) } },
        }
      : container,
  );
}

/** The pod of least priority that leaves enough room by itself; among those the smallest. */
function removals({ info, failures }: Verdicts, rejected: readonly NodeInfo[]): Candidate[] {
  return rejected.slice(0, TRIED_MAX).flatMap((node): Candidate[] => {
    const reasons = failures.get(node.name)?.reasons ?? [];
    const enough = node.pods.filter((pod) =>
      reasons.every((reason) => {
        const resource = /^Insufficient (.+)$/.exec(reason)?.[1];
        return (
          !resource || freeOf(node, resource) + resourceNamed(pod.facts.requests, resource) >= resourceNamed(info.facts.requests, resource)
        );
      }),
    );
    const [first] = enough.sort((a, b) => a.priority - b.priority || a.facts.requests.cpuMilli - b.facts.requests.cpuMilli);
    return first ? [podRemoval(node, first)] : [];
  });
}
