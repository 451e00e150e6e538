/** Where two masked answers differ, and what sort of difference it is. */
import type { Answer } from './side';

export interface Difference {
  /** The same for answers that differ in the same way: values, numbers and positions are taken out. */
  readonly shape: string;
  /** Line by line: what the real server said, what ours said. */
  readonly lines: readonly string[];
  /** Whether the same causes are told in another order, and nothing else differs. */
  readonly order: boolean;
}

interface Status {
  readonly kind?: string;
  readonly message?: string;
  readonly details?: { readonly causes?: readonly { readonly field?: string; readonly reason?: string; readonly message?: string }[] };
}

const ORDER = 'order of causes';
const LINE_MAX = 1_200;
const LEAD = 100;

export function compare(real: Answer, ours: Answer): Difference | undefined {
  const shapes: string[] = [];
  const lines: string[] = [];
  const tell = (shape: string, theirs: unknown, mine: unknown) => {
    shapes.push(shape);
    const from = whereTheyPart(theirs, mine);
    lines.push(`${shape}\n      real ${short(theirs, from)}\n      ours ${short(mine, from)}`);
  };
  if (real.code !== ours.code) tell(`code ${real.code} became ${ours.code}`, messageOf(real.body), messageOf(ours.body));
  else if (isStatus(real.body) && isStatus(ours.body)) compareStatus(real.body, ours.body, tell);
  else walk('', real.body, ours.body, tell);
  for (const name of new Set([...Object.keys(real.headers), ...Object.keys(ours.headers)])) {
    if (JSON.stringify(real.headers[name]) !== JSON.stringify(ours.headers[name]))
      tell(`header ${name}`, real.headers[name], ours.headers[name]);
  }
  return shapes.length === 0
    ? undefined
    : { shape: [...new Set(shapes)].slice(0, 6).join('\n    '), lines, order: shapes.every((shape) => shape === ORDER) };
}

type Tell = (shape: string, theirs: unknown, mine: unknown) => void;

function compareStatus(real: Status, ours: Status, tell: Tell): void {
  const causes = (status: Status) => (status.details?.causes ?? []).map(({ field, reason, message }) => `${field}: ${reason}: ${message}`);
  const [theirs, mine] = [causes(real), causes(ours)];
  const [missing, added] = [without(theirs, mine), without(mine, theirs)];
  for (const cause of missing) tell(`cause missing: ${shapeOf(cause)}`, cause, undefined);
  for (const cause of added) tell(`cause added: ${shapeOf(cause)}`, undefined, cause);
  if (missing.length + added.length > 0) return;
  if (theirs.join('\n') !== mine.join('\n')) tell(ORDER, theirs, mine);
  else if (real.message !== ours.message) tell(`message: ${shapeOf(real.message ?? '')}`, real.message, ours.message);
  else walk('', real, ours, tell);
}

function walk(path: string, real: unknown, ours: unknown, tell: Tell): void {
  if (JSON.stringify(real) === JSON.stringify(ours)) return;
  if (
    isObject(real) &&
    isObject(ours) &&
    Array.isArray(real) === Array.isArray(ours) &&
    (!Array.isArray(real) || real.length === (ours as unknown as unknown[]).length)
  ) {
    for (const name of new Set([...Object.keys(real), ...Object.keys(ours)]))
      walk(Array.isArray(real) ? `${path}[]` : `${path}.${name}`, real[name], ours[name], tell);
    return;
  }
  tell(`${path}: ${sortOf(real)} became ${sortOf(ours)}`, real, ours);
}

/** Values in quotes, positions and numbers taken out. */
function shapeOf(text: string): string {
  return text
    .replace(/"(?:[^"\\]|\\.)*"/g, '"…"')
    .replace(/\{.*\}/s, '{…}')
    .replace(/\[[^\]]*\]/g, '[]')
    .replace(/-?\d+/g, 'N')
    .slice(0, 300);
}

function sortOf(value: unknown): string {
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) return `list of ${value.length}`;
  return value === null ? 'null' : typeof value;
}

function without(from: readonly string[], what: readonly string[]): string[] {
  const left = [...what];
  return from.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function messageOf(body: unknown): unknown {
  return isStatus(body) ? body.message : body;
}

function isStatus(body: unknown): body is Status {
  return isObject(body) && body['kind'] === 'Status';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Of two long texts the part before the first difference is of no interest. */
function whereTheyPart(real: unknown, ours: unknown): number {
  const [theirs, mine] = [JSON.stringify(real) ?? '', JSON.stringify(ours) ?? ''];
  if (Math.max(theirs.length, mine.length) <= LINE_MAX) return 0;
  let at = 0;
  while (at < theirs.length && theirs[at] === mine[at]) at++;
  return Math.max(0, at - LEAD);
}

function short(value: unknown, from: number): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return `${from > 0 ? '…' : ''}${text.slice(from, from + LINE_MAX)}`;
}
