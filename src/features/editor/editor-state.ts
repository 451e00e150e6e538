/** What the editor shows beside the text. */
import { createStore } from 'zustand/vanilla';
import type { ApplyVerb } from './apply';

export interface ResultLine {
  readonly id: number;
  readonly verb: ApplyVerb;
  readonly text: string;
  /** 1-based line of the document. */
  readonly line: number;
  readonly warnings: readonly string[];
}

export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly source: 'yaml' | 'schema' | 'server';
}

export interface EditorState {
  readonly documents: number;
  readonly faultyDocuments: number;
  readonly problems: readonly Problem[];
  readonly moreProblems: number;
  readonly analysing: boolean;
  /** Documents the server's dry run has looked at, of how many it could. */
  readonly dryRun: 'idle' | 'running' | 'done';
  readonly dryRunChecked: number;
  readonly applying?: { readonly done: number; readonly total: number };
  /** The newest only; `tally` counts all. */
  readonly results: readonly ResultLine[];
  readonly tally: Readonly<Record<ApplyVerb, number>>;
  readonly saved: boolean;
}

export const emptyTally: Readonly<Record<ApplyVerb, number>> = { created: 0, configured: 0, unchanged: 0, failed: 0 };

export const editorStore = createStore<EditorState>(() => ({
  documents: 0,
  faultyDocuments: 0,
  problems: [],
  moreProblems: 0,
  analysing: false,
  dryRun: 'idle',
  dryRunChecked: 0,
  results: [],
  tally: emptyTally,
  saved: true,
}));
