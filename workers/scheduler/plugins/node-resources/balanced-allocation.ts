import type { NodeInfo } from '../../framework/node-info';
import { SCORE_MAX } from '../../framework/plugin';
import type { PluginFactory } from '../../framework/plugin';
import type { PodFacts } from '../../framework/pod-info';
import { isScalar, resourceNamed } from '../../framework/resources';
import { status } from '../../framework/status';
import { DEFAULT_RESOURCES } from './scoring-strategy';
import type { ResourceWeight } from './scoring-strategy';

const NAME = 'NodeResourcesBalancedAllocation';
const SKIP = status(NAME, 'Skip');
/** Score of a placement that leaves the balance as it was: 75. */
const HALF = SCORE_MAX / 2;

interface Args {
  readonly resources?: readonly ResourceWeight[];
}

/**
 * Prefers nodes whose resources get used in equal shares, compared with how they are used now
 * (source: kube-scheduler plugins/noderesources/balanced_allocation.go, 1.36).
 */
export const nodeResourcesBalancedAllocation: PluginFactory = {
  name: NAME,
  create(_handle, args) {
    const { resources = DEFAULT_RESOURCES } = args as Args;
    return {
      name: NAME,
      nodeLocal: true,
      preScore: (_state, { facts }) => (resources.every(({ name }) => resourceNamed(facts.held, name) === 0) ? SKIP : undefined),
      score(_state, { facts }, node) {
        const after = balance(resources, facts, node, true);
        const before = balance(resources, facts, node, false);
        return HALF + Math.trunc((HALF + after - before) / 2);
      },
    };
  },
};

function balance(resources: readonly ResourceWeight[], facts: PodFacts, node: NodeInfo, withPod: boolean): number {
  const fractions: number[] = [];
  for (const { name } of resources) {
    const allocatable = resourceNamed(node.allocatable, name);
    const wanted = resourceNamed(facts.held, name);
    if (allocatable === 0 || (wanted === 0 && name !== 'cpu' && name !== 'memory' && isScalar(name))) continue;
    fractions.push(Math.min((resourceNamed(node.requested, name) + (withPod ? wanted : 0)) / allocatable, 1));
  }
  return Math.trunc((1 - deviation(fractions)) * SCORE_MAX);
}

function deviation(fractions: readonly number[]): number {
  const [first = 0, second = 0] = fractions;
  if (fractions.length < 2) return 0;
  if (fractions.length === 2) return Math.abs((first - second) / 2);
  const mean = fractions.reduce((sum, fraction) => sum + fraction, 0) / fractions.length;
  return Math.sqrt(fractions.reduce((sum, fraction) => sum + (fraction - mean) * (fraction - mean), 0) / fractions.length);
}
