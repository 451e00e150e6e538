/**
 * Area "controllers": recorded scenarios of kube-controller-manager, played step by step on an inline cluster with our
 * scheduler and controllers and, in the kubelets' place, emulated nodes (tests/parity/controllers/emulated-nodes.ts).
 *
 * A scenario counts as equal when all of this holds (golden/controllers/README.md, "Tolerances" and "What is masked"):
 *
 * - Every step's request was answered with the recorded code, reason and message.
 * - Checkpoints: the same objects, every leaf equal after masking; `<varies>` is skipped; `T+n` may be 2 s off. Generations
 *   of EndpointSlices, and of ReplicaSets in rollouts, are skipped: they count how many writes a change was cut into.
 * - Timelines: the same objects, the same final state, and every recorded state that lasted was ours too, at its recorded
 *   time give or take 1.5 s, in order. States that lasted less than 3 s may be merged. A state of ours that is not recorded
 *   must also pass within 3 s and, where the recording is exact, be a cut of the recorded change (each field has the
 *   value of a recorded state around it, or a number between).
 * - Events: per object the same (type, reason, message, from) at the recorded times (1.5 s), the same counts (but of FailedCreate, whose
 *   retries are chance), in order apart
 *   from those recorded within 1.5 s of each other. Where the recording is not exact, ours may have more.
 * - Where the scenario is about a loop whose phase is not fixed, one period of it is added to the times (node monitor 5 s,
 *   pod garbage collection 20 s, autoscaler and volume binder 15 s).
 *
 * Random names are numbered by order of creation; within one generateName the best-fitting permutation counts,
 * and among nodes made alike that no step names. Which node the scheduler picks among equals is chance in reality too and
 * decides who is a victim of a scale-down later: a scenario that is nearly equal is played with up to three further seeds,
 * and the best run counts.
 */
import { join } from 'node:path';
import { bestTelling } from '../controllers/permutation';
import { failureOf, play } from '../controllers/play';
import type { Played } from '../controllers/play';
import { scenarios } from '../controllers/scenario';
import type { Json, Scenario } from '../controllers/scenario';
import { DIFFERENCES_MAX, difference } from '../parity-area';
import type { ParityArea } from '../parity-area';

/** Other seeds are tried where this many differences or fewer are left. */
const NEAR_MISS_MAX = 12;
const SEEDS = 4;

export const area: ParityArea = {
  name: 'controllers',
  run(golden, filter, report) {
    for (const scenario of scenarios(join(golden, 'controllers'), filter.theme)) {
      const differences = differencesOf(scenario);
      report({
        theme: scenario.theme,
        id: scenario.id,
        equal: differences.length === 0,
        differences: differences.slice(0, DIFFERENCES_MAX),
      });
    }
  },
};

/** The least different of a few runs: chance picks nodes among equals, and so victims of scale-downs. */
function differencesOf(scenario: Scenario): readonly string[] {
  let best: readonly string[] | undefined;
  for (let seed = 1; seed <= SEEDS; seed++) {
    const differences = differencesOfRun(scenario, seed);
    if (!best || differences.length < best.length) best = differences;
    if (best.length === 0 || best.length > NEAR_MISS_MAX) break;
  }
  return best ?? [];
}

function differencesOfRun(scenario: Scenario, seed: number): readonly string[] {
  try {
    const played = play(scenario, seed);
    const { mask, differences } = bestTelling(scenario, played);
    return [...compareAnswers(scenario, played, mask.value), ...differences];
  } catch (error) {
    return [`not playable: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

function compareAnswers(scenario: Scenario, played: Played, masked: (json: Json) => Json): string[] {
  const found: string[] = [];
  scenario.steps.forEach((step, at) => {
    const recorded = step.result === undefined ? [] : Array.isArray(step.result) ? step.result : [step.result];
    played.answers[at]?.forEach((answer, which) => {
      const ours = masked(failureOf(answer));
      const want = recorded[which] ?? {};
      for (const field of ['code', 'reason', 'message']) {
        if ((want[field] ?? undefined) !== ours[field] && want[field] !== '<varies>')
          found.push(difference(`step at ${step.at} (${step.do}) answer ${which} ${field}`, want[field], ours[field]));
      }
    });
  });
  return found;
}
