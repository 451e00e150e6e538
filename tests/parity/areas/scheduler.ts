/**
 * Area "scheduler": recorded decisions of the original, against ours.
 *
 * A case is equal when all fields of the recorded answer are (golden/scheduler/README.md, "How to compare"): feasible nodes, every filter
 * plugin's verdict, PreFilter and PreScore verdicts, raw, normalised and total scores, the best nodes, both messages, plugins to
 * blame, and preemption with candidates and victims. Reasons, plugin lists and victims compare as sets; any of `possibleNodes` is right.
 * A sequence is equal when every step is; a configuration when validity, error texts, defaulted form and effective plugins are; hints are when the events and every plugin's answer are.
 *
 * Themes: the first tag for plugins.jsonl, else the file's name.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decide } from '../../../workers/scheduler/decide';
import type { DecisionCase } from '../../../workers/scheduler/decide';
import { difference } from '../parity-area';
import type { ParityArea } from '../parity-area';
import { compareConfiguration } from '../scheduler/compare-config';
import { compareDecision } from '../scheduler/compare-decision';
import { compareQueue } from '../scheduler/compare-queue';
import { compareSequence } from '../scheduler/compare-sequence';
import { compareHints } from '../scheduler/compare-hints';
import type { RecordedCase, RecordedConfiguration, RecordedHints, RecordedSequence } from '../scheduler/recorded';

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
    const wanted = (theme: string) => filter.theme === undefined || filter.theme === theme;
    for (const recorded of wanted('sequences') ? lines<RecordedSequence>(folder, 'sequences') : []) {
      const differences = guarded(() => compareSequence(recorded));
      report({ theme: 'sequences', id: recorded.id, equal: differences.length === 0, differences });
    }
    for (const recorded of wanted('configs') ? lines<RecordedConfiguration>(folder, 'configs') : []) {
      const differences = guarded(() => compareConfiguration(recorded));
      report({ theme: 'configs', id: recorded.id, equal: differences.length === 0, differences });
    }
    const queue = join(folder, 'queue.json');
    if (wanted('queue') && existsSync(queue)) {
      for (const [id, differences] of compareQueue(JSON.parse(readFileSync(queue, 'utf8'))))
        report({ theme: 'queue', id, equal: differences.length === 0, differences });
    }
    for (const recorded of wanted('hints') ? lines<RecordedHints>(folder, 'hints') : []) {
      const differences = guarded(() => compareHints(recorded));
      report({ theme: 'hints', id: recorded.id, equal: differences.length === 0, differences });
    }
  },
};

function lines<T>(folder: string, file: string): T[] {
  const path = join(folder, `${file}.jsonl`);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

function guarded(compare: () => string[]): string[] {
  try {
    return compare();
  } catch (error) {
    return [difference('thrown', undefined, error instanceof Error ? error.stack : String(error))];
  }
}
