/**
 * The editor's brain: keeps the text's documents parsed, re-parsing only what changed, and answers the editor's
 * questions. Runs in `analysis.worker.ts`; tests drive it directly.
 */
import type { AnyObject } from '../../../workers/api/meta';
import type { Status } from '../../../workers/api/status';
import { checkManifest } from './check';
import { complete, documentHead } from './completion';
import type { Completion, KindListing } from './completion';
import { sliceAtLine, splitDocuments } from './documents';
import type { DocumentSlice } from './documents';
import { hoverAt } from './hover';
import type { Hover } from './hover';
import type { Issue } from './issues';
import { parseManifest } from './manifest';
import { SchemaBook } from './schema';
import { statusIssues } from './status-issues';

/** More markers help nobody and slow the editor down. */
const markersMax = 200;
/** Longer documents are checked by the server only: a parse takes about a second per megabyte. */
const documentCharactersMax = 4_000_000;

/** Where a broken document's apiVersion is looked for. */
const headLinesMax = 50;

/** An issue at its place in the whole text (0-based lines and columns). */
export interface Marker extends Issue {
  readonly document: number;
}

export interface DocumentSummary {
  readonly index: number;
  readonly startLine: number;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly faulty: boolean;
}

export interface Analysis {
  readonly documents: number;
  readonly markers: readonly Marker[];
  /** How many issues there are beyond `markers`. */
  readonly moreIssues: number;
  readonly faultyDocuments: number;
  /** Group versions whose schema is wanted and has not been added yet. */
  readonly wanted: readonly string[];
}

interface Checked {
  readonly value: unknown;
  readonly issues: readonly Issue[];
  readonly generation: number;
}

export class EditorAnalysis {
  private readonly book = new SchemaBook();
  private kinds: readonly KindListing[] = [];
  private known: ReadonlySet<string> | undefined;
  private slices: readonly DocumentSlice[] = [];
  private lines: readonly string[] = [];
  private checked = new Map<string, Checked>();
  private generation = 0;

  setKinds(kinds: readonly KindListing[]): void {
    this.kinds = kinds;
    this.known = kinds.length > 0 ? new Set(kinds.map((entry) => `${entry.apiVersion} ${entry.kind}`)) : undefined;
    this.generation += 1;
  }

  addSchema(groupVersion: string, document: unknown): void {
    this.book.add(groupVersion, document);
    this.generation += 1;
  }

  setText(text: string): void {
    this.slices = splitDocuments(text);
    this.lines = text.split(/\r?\n/);
  }

  analyse(): Analysis {
    const markers: Marker[] = [];
    const wanted = new Set<string>();
    const fresh = new Map<string, Checked>();
    let issuesTotal = 0;
    let faultyDocuments = 0;
    let documents = 0;
    for (const slice of this.slices) {
      if (slice.blank) continue;
      documents += 1;
      const checked = this.check(slice.text);
      fresh.set(slice.text, checked);
      const apiVersion = headOf(checked.value).apiVersion || documentHead(slice.text.split('\n', headLinesMax)).apiVersion;
      if (apiVersion && !this.book.has(apiVersion)) wanted.add(apiVersion);
      if (checked.issues.length > 0) faultyDocuments += 1;
      issuesTotal += checked.issues.length;
      for (const issue of checked.issues) if (markers.length < markersMax) markers.push(placed(issue, slice));
    }
    this.checked = fresh;
    return { documents, markers, moreIssues: issuesTotal - markers.length, faultyDocuments, wanted: [...wanted] };
  }

  /** Documents `from` to `from + count`, blank ones left out: what apply works through. */
  documents(from: number, count: number): DocumentSummary[] {
    return this.solid()
      .slice(from, from + count)
      .map((slice) => {
        const { value, issues } = this.check(slice.text);
        const { apiVersion, kind, metadata } = headOf(value);
        const faulty = issues.some((issue) => issue.source === 'yaml');
        return {
          index: slice.index,
          startLine: slice.startLine + this.leadingLines(slice),
          apiVersion,
          kind,
          name: metadata.name ?? '',
          namespace: metadata.namespace ?? '',
          faulty,
        };
      });
  }

  /** The objects of one document: itself, or the items of a list. */
  objects(index: number): { readonly objects: readonly AnyObject[]; readonly problem?: string } {
    const slice = this.slices[index];
    if (!slice) return { objects: [] };
    const { value, issues } = this.check(slice.text);
    const syntax = issues.find((issue) => issue.source === 'yaml') ?? issues.find(() => headOf(value).kind === '');
    if (syntax) return { objects: [], problem: `line ${slice.startLine + syntax.range.startLine + 1}: ${syntax.message}` };
    if (value === null || value === undefined) return { objects: [] };
    const { kind, items } = value as { kind?: string; items?: unknown };
    if (kind?.endsWith('List') && Array.isArray(items)) return { objects: items as AnyObject[] };
    return { objects: [value as AnyObject] };
  }

  /** Places the server's refusal of document `index`. */
  serverMarkers(index: number, status: Status): Marker[] {
    const slice = this.slices[index];
    if (!slice) return [];
    return statusIssues(parseManifest(slice.text), status)
      .slice(0, markersMax)
      .map((issue) => placed(issue, slice));
  }

  complete(line: number, column: number): Completion | undefined {
    const slice = sliceAtLine(this.slices, line);
    if (!slice) return undefined;
    return complete(this.linesOf(slice), line - slice.startLine, column, { book: this.book, kinds: this.kinds });
  }

  hover(line: number): Hover | undefined {
    const slice = sliceAtLine(this.slices, line);
    return slice && hoverAt(this.linesOf(slice), line - slice.startLine, this.book);
  }

  private check(text: string): Checked {
    const known = this.checked.get(text);
    if (known?.generation === this.generation) return known;
    const checked = this.checkAnew(text);
    this.checked.set(text, checked);
    return checked;
  }

  private checkAnew(text: string): Checked {
    const generation = this.generation;
    if (text.length > documentCharactersMax) {
      const range = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 1 };
      return {
        value: undefined,
        generation,
        issues: [{ severity: 'error', message: 'document is larger than 4 MB', range, source: 'yaml' }],
      };
    }
    try {
      const manifest = parseManifest(text);
      const names = {
        known: (apiVersion: string, kind: string) =>
          this.known?.has(`${apiVersion} ${kind}`) || (kind === 'List' && apiVersion === 'v1') || (this.known ? false : undefined),
      };
      return { value: manifest.value, generation, issues: checkManifest(manifest, this.book, names) };
    } catch (error) {
      const range = { startLine: 0, startColumn: 0, endLine: 0, endColumn: 1 };
      const message = error instanceof RangeError ? 'document is nested too deeply' : String(error);
      return { value: undefined, generation, issues: [{ severity: 'error', message, range, source: 'yaml' }] };
    }
  }

  private solid(): readonly DocumentSlice[] {
    return this.slices.filter((slice) => !slice.blank);
  }

  private linesOf(slice: DocumentSlice): readonly string[] {
    const next = this.slices[slice.index + 1];
    return this.lines.slice(slice.startLine, next?.startLine ?? this.lines.length);
  }

  private leadingLines(slice: DocumentSlice): number {
    const at = this.linesOf(slice).findIndex((line) => line.trim() !== '' && !line.startsWith('---') && !line.startsWith('#'));
    return Math.max(at, 0);
  }
}

function headOf(value: unknown): { apiVersion: string; kind: string; metadata: { name?: string; namespace?: string } } {
  const head = (typeof value === 'object' && value !== null ? value : {}) as { apiVersion?: unknown; kind?: unknown; metadata?: unknown };
  const metadata = (typeof head.metadata === 'object' && head.metadata !== null ? head.metadata : {}) as {
    name?: string;
    namespace?: string;
  };
  return {
    apiVersion: typeof head.apiVersion === 'string' ? head.apiVersion : '',
    kind: typeof head.kind === 'string' ? head.kind : '',
    metadata,
  };
}

function placed(issue: Issue, slice: DocumentSlice): Marker {
  const { range } = issue;
  const moved = { ...range, startLine: range.startLine + slice.startLine, endLine: range.endLine + slice.startLine };
  return { ...issue, range: moved, document: slice.index };
}
