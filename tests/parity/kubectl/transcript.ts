/** The recorded transcripts of the kubectl area: shapes of golden/kubectl (its README gives the meaning). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnyObject } from '../../../workers/api/meta';

export type Comparison = 'unordered' | 'progress' | 'watch' | 'ties' | 'flaky';

export interface CommandStep {
  readonly cmd: string;
  readonly argv: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdout: string;
  readonly stderr: string;
  readonly rc: number | 'timeout' | 'killed';
  /** The second in which the command ran. */
  readonly now?: string;
  readonly compare?: Comparison;
  /** Name by which a later step stops it. */
  readonly background?: string;
  readonly prose_masked?: boolean;
  readonly help_masked?: boolean;
  /** Only the exit code was recorded. */
  readonly rc_only?: boolean;
}

export type Step =
  | CommandStep
  | { readonly until: string }
  | { readonly sleep: number }
  | { readonly write: Readonly<Record<string, string>> }
  | { readonly stop: string };

export interface Transcript {
  readonly id: string;
  /** The part of the id before the slash. */
  readonly theme: string;
  readonly kind: 'readonly' | 'mutate' | 'live';
  readonly namespace: string;
  readonly user: string;
  /** What is in storage before the first step; of a live one nothing. */
  readonly objects: readonly AnyObject[];
  readonly files: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface StepResult {
  readonly step: CommandStep;
  readonly differences: readonly string[];
}

interface RecordedTranscript extends Omit<Transcript, 'theme' | 'objects' | 'files'> {
  readonly state: string | readonly AnyObject[];
  readonly files?: Readonly<Record<string, string>>;
}

/** The transcripts of one theme, one kind or one id (or all), in order of the index. */
export function* transcripts(folder: string, wanted: string | undefined): Generator<Transcript> {
  if (!existsSync(join(folder, 'index.jsonl'))) return;
  for (const line of readFileSync(join(folder, 'index.jsonl'), 'utf8').split('\n')) {
    if (line === '') continue;
    const { id, kind, file } = JSON.parse(line) as { id: string; kind: string; file: string };
    const theme = id.slice(0, id.indexOf('/'));
    if (wanted !== undefined && ![theme, kind, id].includes(wanted)) continue;
    const recorded = JSON.parse(readFileSync(join(folder, file), 'utf8')) as RecordedTranscript;
    yield { ...recorded, theme, objects: objectsOf(folder, recorded), files: recorded.files ?? {} };
  }
}

function objectsOf(folder: string, { kind, state }: RecordedTranscript): readonly AnyObject[] {
  if (kind === 'live') return [];
  const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly AnyObject[];
  return typeof state === 'string' ? read(state) : [...read('states/base.json'), ...state];
}
