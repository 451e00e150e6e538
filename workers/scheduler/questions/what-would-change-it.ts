/** "What would change it?": the smallest edits of the pod or the cluster after which the filters let the pod onto some node. Pure. */
import type { Change } from '../../protocol/decision';
import type { Pod } from '../../resources/core/pods/types';
import { candidates } from './edits/candidates';
import type { Candidate } from './edits/candidate';
import { Laboratory } from './trial';
import type { Trial, Verdicts, World } from './trial';

const CHANGES_MAX = 8;
/** Nodes asked in all trials together: about half a second of work. */
const ASKED_MAX = 400_000;
/** Beyond two edits an answer is no longer short. */
const EDITS_MAX = 2;
/** First edits from which a second one is looked for. */
const BEGINNINGS_MAX = 25;
const NODES_TOLD_MAX = 50;

interface Path {
  readonly steps: readonly Candidate[];
  readonly trial: Trial;
  readonly verdicts: Verdicts;
}

/**
 * Ordered by number of edits, then by how much an edit asks for. Empty where the pod fits already, or nothing within two edits helps.
 * Pairs of which one edit alone is enough are left out. Scores and preemption play no part.
 */
export function whatWouldChangeIt(world: World, pod: Pod): Change[] {
  const laboratory = new Laboratory(world);
  const whole = (verdicts: Verdicts) => verdicts;
  const trial: Trial = { pod, edits: [] };
  const verdicts = laboratory.judge(trial, whole);
  if (verdicts.fits.length > 0) return [];
  let budget = ASKED_MAX;
  let paths: readonly Path[] = [{ steps: [], trial, verdicts }];
  for (let count = 1; count <= EDITS_MAX; count++) {
    const found: Path[] = [];
    const next: Path[] = [];
    for (const path of paths) {
      for (const candidate of laboratory.judge(path.trial, (judged) => candidates(judged, laboratory.cache))) {
        if (budget <= 0) break;
        const after = candidate.apply(path.trial);
        const judged = laboratory.judge(after, whole);
        budget -= laboratory.cache.nodes.length + 1;
        (judged.fits.length > 0 ? found : next).push({ steps: [...path.steps, candidate], trial: after, verdicts: judged });
      }
    }
    if (found.length > 0) return changesOf(found, verdicts);
    paths = next
      .filter((path) => isProgress(path.verdicts, verdicts))
      .sort(byCost)
      .slice(0, BEGINNINGS_MAX);
  }
  return [];
}

/** A first edit is worth following where it changed what stands in the way somewhere. */
function isProgress(after: Verdicts, before: Verdicts): boolean {
  if (after.before?.plugin !== before.before?.plugin) return true;
  for (const [node, failure] of after.failures) {
    const was = before.failures.get(node);
    if (was?.plugin !== failure.plugin || was.reasons?.join() !== failure.reasons?.join()) return true;
  }
  return false;
}

function changesOf(paths: readonly Path[], before: Verdicts): Change[] {
  const seen = new Set<string>();
  const changes: Change[] = [];
  for (const { steps, verdicts } of [...paths].sort(byCost)) {
    const edits = steps.map(({ edit }) => edit);
    const key = edits
      .map((edit) => JSON.stringify(edit))
      .sort()
      .join();
    const kinds = steps
      .map(({ family }) => family)
      .sort()
      .join();
    if (seen.has(key) || seen.has(kinds)) continue;
    seen.add(key).add(kinds);
    const [node = ''] = verdicts.fits;
    const lifted = before.before ?? before.failures.get(node);
    const nodes = verdicts.fits.slice(0, NODES_TOLD_MAX);
    const plugin = lifted ? { plugin: lifted.plugin } : {};
    changes.push({
      edits,
      fits: verdicts.fits.length,
      node,
      rows: before.before ? { table: 'preFilter', ...plugin } : { table: 'nodes', ...plugin, nodes },
    });
    if (changes.length === CHANGES_MAX) break;
  }
  return changes;
}

function byCost(a: Path, b: Path): number {
  const cost = ({ steps }: Path) => steps.reduce((sum, step) => sum + step.cost, 0);
  return cost(a) - cost(b) || b.verdicts.fits.length - a.verdicts.fits.length;
}
