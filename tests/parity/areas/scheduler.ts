/**
 * Area "scheduler": recorded decisions of the original, against ours.
 *
 * A case is equal when all fields of the recorded answer are (golden/scheduler/README.md, "How to compare"): feasible nodes, every filter
 * plugin's verdict, PreFilter and PreScore verdicts, raw, normalised and total scores, the best nodes, both messages, plugins to
 * blame, and preemption with candidates and victims. Reasons, plugin lists and victims compare as sets; any of `possibleNodes` is right.
 * A sequence is equal when every step is.
 *
 * Themes: the first tag for plugins.jsonl, else the file's name. "profiles" whose configuration needs only the plugins without
 * state of other pods are reported as "profiles/node-local".
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../../workers/scheduler/decide';
import type { DecisionCase } from '../../../workers/scheduler/decide';
import { difference } from '../parity-area';
import type { ParityArea } from '../parity-area';
import { compareDecision } from '../scheduler/compare-decision';
import { compareSequence } from '../scheduler/compare-sequence';
import type { RecordedCase, RecordedSequence } from '../scheduler/recorded';

const DECISION_FILES = ['plugins', 'random', 'preemption', 'profiles'] as const;

export const area: ParityArea = {
  name: 'scheduler',
  run(golden, filter, report) {
    const folder = join(golden, 'scheduler');
    for (const file of DECISION_FILES) {
      for (const recorded of lines<RecordedCase>(folder, file)) {
        const theme = file === 'plugins' ? (recorded.tags[0] ?? file) : file;
        if (filter.theme !== undefined && filter.theme !== theme) continue;
        const differences = guarded(() => compareDecision(recorded.expect, decide(recorded as unknown as DecisionCase)));
        report({ theme, id: recorded.id, equal: differences.length === 0, differences });
      }
    }
    if (filter.theme !== undefined && filter.theme !== 'sequences') return;
    for (const recorded of lines<RecordedSequence>(folder, 'sequences')) {
      const differences = guarded(() => compareSequence(recorded));
      report({ theme: 'sequences', id: recorded.id, equal: differences.length === 0, differences });
    }
  },
};

function lines<T>(folder: string, file: string): T[] {
  const path = join(folder, `${file}.jsonl`);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as T);
}

function guarded(compare: () => string[]): string[] {
  try {
    return compare();
  } catch (error) {
    return [difference('thrown', undefined, error instanceof Error ? error.stack : String(error))];
  }
}
