import { describe, expect, it } from 'vitest';
import type { DecisionCase } from '../../../../workers/scheduler/decide';
import { decide } from '../../../../workers/scheduler/decide';
import { randomCase } from './random-cluster';
import type { Json } from './random-cluster';
import { Reading } from './reading';

/** `npm run fuzz -- scheduler` asks for many more. */
const CLUSTERS = Number(process.env['FUZZ_CLUSTERS'] ?? 300);
const FIRST_SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const SCORERS = [
  'TaintToleration',
  'NodeAffinity',
  'NodeResourcesFit',
  'PodTopologySpread',
  'InterPodAffinity',
  'NodeResourcesBalancedAllocation',
  'ImageLocality',
];

describe('plugins and a slow reading of their formulas', () => {
  it(`agree on ${CLUSTERS} random clusters`, { timeout: 60_000 + CLUSTERS * 100 }, () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + CLUSTERS; seed++) {
      const world = randomCase(seed);
      const reading = new Reading(world);
      const decision = decide(world as unknown as DecisionCase) as Json;
      const rejecting = Object.fromEntries(world.cluster.nodes.map((node) => [node.metadata.name, reading.rejecting(node)]));
      expect({ seed, rejecting }).toEqual({ seed, rejecting: rejectingOf(decision, world.cluster.nodes) });
      const feasible = world.cluster.nodes.filter((node) => rejecting[node.metadata.name]?.length === 0);
      expect({ seed, feasible: decision.feasible }).toEqual({ seed, feasible: feasible.map(({ metadata }) => metadata.name).sort() });
      if (feasible.length > 0) expect({ seed, scores: reading.scores(feasible) }).toEqual({ seed, scores: scoresOf(decision, feasible) });
    }
  });
});

function rejectingOf({ filter, statuses = [] }: Json, nodes: Json[]): Json {
  return Object.fromEntries(
    nodes.map(({ metadata }) => [metadata.name, (filter[metadata.name] ?? []).map((at: number) => statuses[at].plugin)]),
  );
}

function scoresOf({ scorePlugins, scores }: Json, feasible: Json[]): Json {
  const ran = SCORERS.filter((name) => scorePlugins.includes(name));
  return Object.fromEntries(
    ran.map((name) => {
      const at = scorePlugins.indexOf(name);
      return [name, feasible.map(({ metadata }) => [scores[metadata.name].raw[at], scores[metadata.name].norm[at]])];
    }),
  );
}
