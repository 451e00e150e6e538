/**
 * Pod lifecycles recorded on a real node against one simulated node with scheduler, controllers and kubelet. Compared: the
 * sequence of every fact of every pod with the seconds its values appear (not after a case's first back-off), and the set
 * of events with first times and counts, replies to log requests. Not compared: results of kubectl, port-forward and
 * cgroup steps, whole statuses, node cases. Theme: the case's first tag.
 */
import { compareCase } from '../kubelet/compare';
import { play } from '../kubelet/play';
import { recordedCases } from '../kubelet/recorded';
import type { ParityArea } from '../parity-area';

export const area: ParityArea = {
  name: 'kubelet',
  run(golden, filter, report) {
    for (const recorded of recordedCases(golden)) {
      const theme = recorded.tags[0] as string;
      if (filter.theme !== undefined && filter.theme !== theme) continue;
      const differences = attempt(() => compareCase(recorded, play(recorded)));
      report({ theme, id: recorded.id, equal: differences.length === 0, differences });
    }
  },
};

function attempt(work: () => readonly string[]): readonly string[] {
  try {
    return work();
  } catch (error) {
    return [`failed: ${error instanceof Error ? error.stack : String(error)}`];
  }
}
