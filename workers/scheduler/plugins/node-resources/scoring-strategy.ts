/** How full a node gets as a score (source: kube-scheduler plugins/noderesources/{least_allocated,most_allocated,requested_to_capacity_ratio}.go, 1.36). */
import type { NodeInfo } from '../../framework/node-info';
import { SCORE_MAX } from '../../framework/plugin';
import type { PodFacts } from '../../framework/pod-info';
import { isScalar, resourceNamed } from '../../framework/resources';

export interface ResourceWeight {
  readonly name: string;
  readonly weight?: number;
}

export interface ScoringStrategySpec {
  readonly type?: string;
  readonly resources?: readonly ResourceWeight[];
  readonly requestedToCapacityRatio?: { readonly shape?: readonly { readonly utilization?: number; readonly score?: number }[] };
}

export const DEFAULT_RESOURCES: readonly ResourceWeight[] = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];
/** Shapes are written in 0..10. */
const SHAPE_SCALE = SCORE_MAX / 10;

/** Score of one resource, 0..100; undefined leaves the resource out. */
type ResourceScorer = (requested: number, allocatable: number) => number | undefined;

export function scoringStrategyOf(spec: ScoringStrategySpec = {}): (facts: PodFacts, node: NodeInfo) => number {
  const resources = (spec.resources?.length ? spec.resources : DEFAULT_RESOURCES).map(({ name, weight }) => ({
    name,
    weight: weight || 1,
  }));
  const ratio = spec.type === 'RequestedToCapacityRatio';
  const scorer = ratio ? alongShape(spec) : spec.type === 'MostAllocated' ? mostAllocated : leastAllocated;
  return (facts, node) => {
    let sum = 0;
    let weights = 0;
    for (const { name, weight } of resources) {
      const scalar = name !== 'cpu' && name !== 'memory' && isScalar(name);
      const wanted = resourceNamed(facts.scoreRequests, name);
      if (scalar && wanted === 0) continue;
      const allocatable = resourceNamed(node.allocatable, name);
      if (allocatable === 0) continue;
      const used = name === 'cpu' || name === 'memory' ? resourceNamed(node.scoreRequested, name) : resourceNamed(node.requested, name);
      const score = scorer(used + wanted, allocatable);
      if (score === undefined) continue;
      sum += score * weight;
      weights += weight;
    }
    if (weights === 0) return 0;
    return ratio ? Math.round(sum / weights) : Math.trunc(sum / weights);
  };
}

function leastAllocated(requested: number, allocatable: number): number {
  return requested > allocatable ? 0 : Math.trunc(((allocatable - requested) * SCORE_MAX) / allocatable);
}

function mostAllocated(requested: number, allocatable: number): number {
  return Math.trunc((Math.min(requested, allocatable) * SCORE_MAX) / allocatable);
}

function alongShape(spec: ScoringStrategySpec): ResourceScorer {
  const shape = (spec.requestedToCapacityRatio?.shape ?? []).map(({ utilization = 0, score = 0 }) => ({
    utilization,
    score: score * SHAPE_SCALE,
  }));
  return (requested, allocatable) => {
    const utilization = requested > allocatable ? SCORE_MAX : Math.trunc((requested * SCORE_MAX) / allocatable);
    const score = interpolate(shape, utilization);
    return score > 0 ? score : undefined;
  };
}

function interpolate(shape: readonly { readonly utilization: number; readonly score: number }[], utilization: number): number {
  const at = shape.findIndex((point) => utilization <= point.utilization);
  const after = shape[at];
  const before = shape[at - 1];
  if (!after) return shape.at(-1)?.score ?? 0;
  if (!before) return after.score;
  return (
    before.score +
    Math.trunc(((after.score - before.score) * (utilization - before.utilization)) / (after.utilization - before.utilization))
  );
}
