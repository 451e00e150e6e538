/** Asks the API server what it would say to each document, without storing anything. */
import type { Remote } from 'comlink';
import { failure } from '../../../workers/api/status';
import type { Status } from '../../../workers/api/status';
import type { EditorAnalysis, Marker } from './analysis';
import { applyObject } from './apply';
import type { ApplyContext } from './apply';

/** Checked while someone types; apply itself tells about the rest. */
export const dryRunDocumentsMax = 25;

export interface DryRunResult {
  readonly markers: readonly Marker[];
  readonly checked: number;
}

/** `faulty`: documents that the editor itself already complains about; they are left out. */
export async function dryRun(
  analysis: Remote<EditorAnalysis>,
  context: ApplyContext,
  faulty: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<DryRunResult> {
  const markers: Marker[] = [];
  let checked = 0;
  const documents = await analysis.documents(0, dryRunDocumentsMax);
  const coming = new Set(documents.filter((each) => each.kind === 'Namespace').map((each) => each.name));
  for (const { index } of documents) {
    if (signal.aborted) break;
    if (faulty.has(index)) continue;
    const { objects } = await analysis.objects(index);
    checked += 1;
    for (const object of objects) {
      const outcome = await applyObject(object, { ...context, dryRun: true });
      if (outcome.verb !== 'failed') continue;
      const status = outcome.status ?? failure(0, 'BadRequest', outcome.text.replace(/^error: /, ''));
      if (!waitsFor(status, coming)) markers.push(...(await analysis.serverMarkers(index, status)));
    }
  }
  return { markers, checked };
}

/** The namespace is created by the same text, so the real apply will find it. */
function waitsFor(status: Status, coming: ReadonlySet<string>): boolean {
  return status.reason === 'NotFound' && status.details?.kind === 'namespaces' && coming.has(status.details.name ?? '');
}
