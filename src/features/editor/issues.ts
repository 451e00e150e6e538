/** A finding about the text, placed in its document. `source` tells who found it. */
import { firstContent, locate } from './manifest';
import type { Manifest, Path, TextRange } from './manifest';

export interface Issue {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly range: TextRange;
  readonly source: 'yaml' | 'schema' | 'server';
}

export function issueAt(manifest: Manifest, path: Path, part: 'key' | 'value', message: string, source: Issue['source']): Issue {
  return { severity: 'error', message, source, range: path.length === 0 ? firstContent(manifest) : locate(manifest, path, part) };
}
