/** One command's outcome against the recorded one, by the README's rules of comparison. */
import { difference } from '../parity-area';
import { masked } from './masks';
import type { Outcome } from './run-kubectl';
import type { CommandStep, Transcript } from './transcript';

/** After these the recording holds Go's notation of a whole object. */
const OBJECT_FOLLOWS = /object given to jsonpath engine was:|raw data was:/;
/** Commands that print in the order of a Go map, which is another one each time. */
const MAP_ORDER = /^kubectl (?:config get-(?:clusters|users)|drain|describe (?:limits|limitranges?|ns|namespaces?))\b/;

export function compareOutcome(transcript: Transcript, step: CommandStep, ours: Outcome): string[] {
  const found: string[] = [];
  if (step.rc !== ours.rc && !(step.rc === 'killed' && ours.rc === 'timeout')) found.push(difference('rc', step.rc, ours.rc));
  if (step.compare === 'flaky' || step.rc_only) return found;
  for (const stream of ['stdout', 'stderr'] as const) {
    const [recorded, own] = [step[stream], ours[stream]].map((text) => masked(text, transcript, step)) as [string, string];
    if (!agree(step, recorded, own))
      found.push(`${stream}\n${step.prose_masked ? proseDifference(recorded, own) : lineDifference(recorded, own)}`);
  }
  return found;
}

function agree(step: CommandStep, recorded: string, ours: string): boolean {
  if (recorded === ours) return true;
  if (step.help_masked && recorded.includes('<help>')) return firstLine(recorded) === firstLine(ours);
  if (step.prose_masked) return withProse(recorded.split('\n'), ours.split('\n')).fits;
  const cut = recorded.search(OBJECT_FOLLOWS);
  if (cut >= 0) return ours.slice(0, cut) === recorded.slice(0, cut) && OBJECT_FOLLOWS.test(ours);
  switch (MAP_ORDER.test(step.cmd) ? 'unordered' : step.compare) {
    case 'unordered':
      return sorted(partsOf(step, recorded)) === sorted(partsOf(step, ours));
    case 'ties':
      return sorted(recorded.split('\n')) === sorted(ours.split('\n'));
    case 'progress':
      return progressed(recorded, ours);
    case 'watch':
      return states(recorded) === states(ours);
    default:
      return false;
  }
}

function firstLine(text: string): string {
  return text.slice(0, text.indexOf('\n') + 1);
}

/** `<text>` stands for one or more lines of prose; `reached` is the first recorded line that nothing of ours fits. */
function withProse(recorded: readonly string[], ours: readonly string[]): { readonly fits: boolean; readonly reached: number } {
  let places = new Set([0]);
  for (const [at, line] of recorded.entries()) {
    const next = new Set<number>();
    for (const place of places) {
      if (line.trim() === '<text>') for (let end = place + 1; end <= ours.length; end++) next.add(end);
      else if (ours[place] !== undefined && fitsInline(line, ours[place])) next.add(place + 1);
    }
    if (next.size === 0) return { fits: false, reached: at };
    places = next;
  }
  return { fits: places.has(ours.length), reached: recorded.length };
}

/** Prose, or none, after the value of an enumeration. */
function fitsInline(recorded: string, ours: string): boolean {
  const at = recorded.indexOf('<text>');
  return at < 0 ? recorded === ours : ours.startsWith(recorded.slice(0, at).trimEnd());
}

function proseDifference(recorded: string, ours: string): string {
  const lines = recorded.split('\n');
  const { reached } = withProse(lines, ours.split('\n'));
  return `    nothing of ours fits line ${reached + 1}\n${lines
    .slice(Math.max(0, reached - 4), reached + 3)
    .map((line) => `      - ${line}`)
    .join('\n')}`;
}

/** The parts of a drain's warning come in any order too. */
function partsOf({ cmd }: CommandStep, text: string): readonly string[] {
  const lines = text.split('\n');
  if (!cmd.startsWith('kubectl drain')) return lines;
  return lines.flatMap((line) => {
    const [, list = line] = /^(?:Warning: |error: [^[]*\[)(.*?)(?:\](?:, continuing command\.\.\.)?)?$/.exec(line) ?? [];
    return list.split(/; |, (?=cannot )/);
  });
}

function sorted(lines: readonly string[]): string {
  return lines.toSorted().join('\n');
}

/** The same end; on the way only lines of the recorded shapes. */
function progressed(recorded: string, ours: string): boolean {
  const shape = (line: string) => line.replace(/\b\d+\b/g, '#');
  const [was, own] = [recorded, ours].map((text) => text.trimEnd().split('\n')) as [string[], string[]];
  const shapes = new Set(was.map(shape));
  return was.at(-1) === own.at(-1) && own.every((line) => shapes.has(shape(line)));
}

/** Rows in order without the width of their columns and without repeats of the same row. */
function states(text: string): string {
  const rows = text.split('\n').map((row) => row.trimEnd().replace(/ {2,}/g, '  '));
  return rows.filter((row, at) => row !== rows[at - 1]).join('\n');
}

/** The lines around the first difference, for people. */
function lineDifference(recorded: string, ours: string): string {
  const [was, own] = [recorded.split('\n'), ours.split('\n')];
  let at = 0;
  while (was[at] === own[at] && at < was.length) at++;
  const lines: string[] = [];
  for (let line = at; line < Math.min(at + 12, Math.max(was.length, own.length)); line++) {
    if (was[line] === own[line]) continue;
    if (was[line] !== undefined) lines.push(`      - ${was[line]}`);
    if (own[line] !== undefined) lines.push(`      + ${own[line]}`);
  }
  return `    line ${at + 1}\n${lines.join('\n')}`;
}
