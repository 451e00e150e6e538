/**
 * Recorded HTTP exchanges with kube-apiserver (golden/api). A case is equal when every step agrees in code, body (exact
 * messages, causes in order), watch events, warnings and the recorded headers; beside the cases, discovery documents and the
 * columns of every kind's Table. Themes: "<file>/<prefix of the case's id>".
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { CaseResult, ParityArea, ParityFilter } from '../parity-area';
import { runCase } from '../api/case';
import { compareColumns, compareDocument } from '../api/discovery';
import type { RecordedCase, Step } from '../api/case';

interface CorpusFile {
  readonly id: string;
  /** Under the corpus folder, which stands beside the recordings. */
  readonly file: string;
  readonly managedFields?: boolean;
  readonly namespaces?: RecordedCase['namespaces'];
  readonly documents: readonly (Step & { readonly index: number; readonly item?: number; readonly skipped?: string })[];
}

const DOCUMENTS = 'discovery/documents';
/** Columns with their descriptions, which the cases leave out. */
const TABLES = 'discovery/tables';

export const area: ParityArea = {
  name: 'api',
  run(golden, filter, report) {
    for (const file of ['validation', 'defaulting', 'protocol', 'corpus']) {
      const path = join(golden, 'api', `${file}.jsonl`);
      if (!existsSync(path)) continue;
      for (const line of readFileSync(path, 'utf8').split('\n')) {
        if (line === '') continue;
        const recorded = asCase(JSON.parse(line) as RecordedCase | CorpusFile, join(golden, '../corpus'));
        const theme = themeOf(file, recorded.id);
        if (recorded.precondition !== undefined || (filter.theme !== undefined && filter.theme !== theme && filter.theme !== file))
          continue;
        const differences = attempt(recorded);
        report({ theme, id: recorded.id, equal: differences.length === 0, differences });
      }
    }
    compareDiscovery(join(golden, 'api/discovery'), filter, report);
    const tables = join(golden, 'api/discovery/tables');
    if (!existsSync(tables) || (filter.theme ?? TABLES) !== TABLES) return;
    for (const name of readdirSync(tables)) {
      const differences = compareColumns(name, JSON.parse(readFileSync(join(tables, name), 'utf8')));
      report({ theme: TABLES, id: `${TABLES}/${name}`, equal: differences.length === 0, differences });
    }
  },
};

function compareDiscovery(folder: string, { theme }: ParityFilter, report: (result: CaseResult) => void): void {
  if (!existsSync(folder) || (theme ?? DOCUMENTS) !== DOCUMENTS) return;
  const files = readdirSync(join(folder, 'resources')).map((name) => `resources/${name}`);
  for (const file of ['api.json', 'apis.json', 'api.aggregated-v2.json', 'apis.aggregated-v2.json', ...files]) {
    const differences = compareDocument(file, JSON.parse(readFileSync(join(folder, file), 'utf8')));
    report({ theme: DOCUMENTS, id: `discovery/${file}`, equal: differences.length === 0, differences });
  }
}

function attempt(recorded: RecordedCase): string[] {
  try {
    return runCase(recorded);
  } catch (error) {
    return [`crashed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
}

/** Corpus documents are sent as the text they are; the items of a List one by one, as JSON. */
function asCase(recorded: RecordedCase | CorpusFile, corpus: string): RecordedCase {
  if ('steps' in recorded) return recorded;
  const path = join(corpus, recorded.file);
  const texts = existsSync(path) ? documentsOf(readFileSync(path, 'utf8')) : [];
  const steps = recorded.documents.flatMap(({ request, response, index, item, skipped }): Step[] => {
    if (skipped !== undefined || !request || !response) return [];
    const text = texts[index] ?? '';
    const bodyText = item === undefined ? text : JSON.stringify((parse(text, { version: '1.1' }) as { items: unknown[] }).items[item]);
    return [{ request: { ...request, bodyText }, response }];
  });
  return {
    id: recorded.id,
    managedFields: recorded.managedFields ?? false,
    ...(recorded.namespaces ? { namespaces: recorded.namespaces } : {}),
    steps,
  };
}

/** Split at lines that begin with three dashes; what holds only comments does not count. */
function documentsOf(text: string): string[] {
  return text.split(/^---.*$/m).filter((part) => part.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('#')));
}

function themeOf(file: string, id: string): string {
  const parts = id.split('/');
  const prefix = parts[0] === file ? parts[1] : parts[0];
  return parts.length === 1 || file === 'corpus' || file === 'defaulting' ? file : `${file}/${prefix}`;
}
