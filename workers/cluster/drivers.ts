/**
 * Runs a simulation's rounds over its groups. Both drivers follow the same plan step by step; they differ only in whether
 * a round's middle part is awaited.
 */
import type { GroupName } from '../sim/component';
import type { GroupBatch, GroupResult } from '../sim/group';
import type { Simulation } from '../sim/simulation';
import type { AdvancePlan } from './advance';

type Groups<Result> = Readonly<Record<GroupName, (batch: GroupBatch) => Result>>;

/** What the driver does next; "round" asks for one round. */
type Next = 'round' | 'again' | 'done';

/** Decides between rounds: jump the clock, run a round, or stop. `left` counts rounds still allowed. */
function next(simulation: Simulation, plan: AdvancePlan, left: number): Next {
  if (left <= 0 || simulation.nowMs > plan.untilMs) return 'done';
  if (!simulation.quiescent) return 'round';
  if (plan.untilIdle && simulation.idle) return 'done';
  const at = simulation.nextInstantMs();
  if (at === undefined || at > plan.untilMs) {
    if (Number.isFinite(plan.untilMs) && !plan.untilIdle) simulation.jump(Math.max(plan.untilMs, simulation.nowMs));
    return 'done';
  }
  simulation.jump(at);
  return 'again';
}

/** Runs until the plan is done or `stop()` says so between rounds. */
export function runInline(simulation: Simulation, groups: Groups<GroupResult>, plan: AdvancePlan, stop?: () => boolean): void {
  let left = plan.rounds;
  for (;;) {
    if (stop?.()) return;
    const todo = next(simulation, plan, left);
    if (todo === 'done') return;
    if (todo === 'again') continue;
    const batches = simulation.prepareRound();
    if (!batches) continue;
    const results = new Map<GroupName, GroupResult>();
    for (const [group, batch] of batches) results.set(group, groups[group](batch));
    simulation.commitRound(batches, results);
    left--;
  }
}

/** The same with groups that answer later, working in parallel inside a round. `between` runs after every round and may let others have the thread. */
export async function runThreads(
  simulation: Simulation,
  groups: Groups<Promise<GroupResult>>,
  plan: AdvancePlan,
  options: { readonly stop?: () => boolean; readonly between?: () => void | Promise<void> } = {},
): Promise<void> {
  let left = plan.rounds;
  for (;;) {
    if (options.stop?.()) return;
    const todo = next(simulation, plan, left);
    if (todo === 'done') return;
    if (todo === 'again') continue;
    const batches = simulation.prepareRound();
    if (!batches) continue;
    const pending = [...batches].map(async ([group, batch]) => [group, await groups[group](batch)] as const);
    simulation.commitRound(batches, new Map(await Promise.all(pending)));
    left--;
    const pause = options.between?.();
    if (pause) await pause;
  }
}
