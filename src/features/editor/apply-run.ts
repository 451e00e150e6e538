/** Applies all documents of the text in order, one request at a time, and reports as it goes. */
import { applyObject } from './apply';
import type { ApplyContext, ApplyOutcome } from './apply';
import type { EditorAnalysis } from './analysis';
import { editorStore, emptyTally } from './editor-state';
import type { ResultLine } from './editor-state';
import type { Remote } from 'comlink';

/** Result lines kept on screen; the tally counts every document. */
const resultsMax = 500;
/** Documents asked from the worker at a time. */
const batchSize = 100;
/** The screen follows at most this often while thousands of documents pass. */
const reportEveryMs = 100;

export interface ApplyHooks {
  readonly analysis: Remote<EditorAnalysis>;
  readonly total: number;
  readonly signal: AbortSignal;
  onFailure(document: number, outcome: ApplyOutcome): Promise<void>;
}

export async function runApply(context: ApplyContext, { analysis, total, signal, onFailure }: ApplyHooks): Promise<void> {
  const report = createReport(total);
  for (let from = 0; from < total && !signal.aborted; from += batchSize) {
    for (const summary of await analysis.documents(from, batchSize)) {
      if (signal.aborted) break;
      const { objects, problem } = await analysis.objects(summary.index);
      const line = summary.startLine + 1;
      if (problem !== undefined) report.add(line, { verb: 'failed', text: `error: error parsing manifest: ${problem}`, warnings: [] });
      for (const object of objects) {
        const outcome = await applyObject(object, context);
        report.add(line, outcome);
        if (outcome.verb === 'failed') await onFailure(summary.index, outcome);
      }
      report.step();
    }
  }
  report.end();
}

function createReport(total: number): { add(line: number, outcome: ApplyOutcome): void; step(): void; end(): void } {
  let results: ResultLine[] = [];
  let nextId = 0;
  let done = 0;
  const tally = { ...emptyTally };
  let shownAt = 0;
  const show = (over: boolean): void => {
    const now = performance.now();
    if (!over && now - shownAt < reportEveryMs) return;
    shownAt = now;
    editorStore.setState({ results: [...results], tally: { ...tally }, applying: over ? undefined : { done, total } });
  };
  show(false);
  return {
    add(line, { verb, text, warnings }) {
      tally[verb] += 1;
      results.push({ id: nextId++, verb, text, line, warnings });
      if (results.length > resultsMax) results = keepTelling(results);
    },
    step() {
      done += 1;
      show(false);
    },
    end: () => show(true),
  };
}

/** Successes go first; what failed stays to be read. */
function keepTelling(results: ResultLine[]): ResultLine[] {
  const dull = results.findIndex((result) => result.verb !== 'failed');
  return results.toSpliced(Math.max(dull, 0), 1);
}
