/**
 * Where the cursor is, read from indentation alone: while someone types, the document is rarely valid YAML, so the
 * parser cannot be asked.
 */
import type { Path } from './manifest';

export interface CursorContext {
  /** The collection the cursor writes into, from the document's root. */
  readonly path: Path;
  /** Completing a key, or the value of `key`. */
  readonly mode: 'key' | 'value';
  readonly key?: string;
  /** What of the word is written left of the cursor. */
  readonly prefix: string;
  /** Columns the completion replaces, 0-based. */
  readonly from: number;
  readonly to: number;
  /** Keys that the mapping at `path` already has. */
  readonly siblings: readonly string[];
  /** Column at which the keys of this mapping stand. */
  readonly indent: number;
}

interface Line {
  readonly indent: number;
  /** Columns of the "- " marks left of the content. */
  readonly dashes: readonly number[];
  readonly key?: string;
  readonly rest: string;
}

export function cursorContext(lines: readonly string[], row: number, column: number): CursorContext | undefined {
  const text = lines[row] ?? '';
  const left = text.slice(0, column);
  if (/(^|\s)#/.test(left) || left.startsWith('---') || insideBlockScalar(lines, row, text, column)) return undefined;
  const content = contentColumn(left);
  const pair = /^([^\s:#"'{}[\]][^:#]*):(?:\s+(.*))?$/.exec(left.slice(content));
  const word = pair ? (pair[2] ?? '') : left.slice(content);
  if (/^[{["'|>&*!]/.test(word)) return undefined;
  if (pair && pair[2] === undefined) return undefined;
  const path = parentPath(lines, row, left);
  const from = column - word.length;
  const tail = /^[^\s#:]*/.exec(text.slice(column))?.[0] ?? '';
  return {
    path,
    mode: pair ? 'value' : 'key',
    ...(pair ? { key: pair[1]!.trim() } : {}),
    prefix: word,
    from,
    to: column + tail.length,
    siblings: siblingKeys(lines, row, content),
    indent: content,
  };
}

/** The path of the key or value written at this place, for hovers. */
export function pathAtKey(lines: readonly string[], row: number): Path | undefined {
  const line = readLine(lines[row] ?? '');
  if (!line?.key || insideBlockScalar(lines, row, lines[row]!, line.indent)) return undefined;
  const start = lines[row]!.slice(0, line.indent);
  return [...parentPath(lines, row, `${start}${line.key}`), line.key];
}

function parentPath(lines: readonly string[], row: number, left: string): Path {
  const steps: (string | number)[] = [];
  let limit = contentColumn(left);
  const own = dashColumns(left);
  let pending = own;
  for (const dash of own.toReversed()) {
    steps.unshift(itemIndex(lines, row, dash));
    limit = dash;
  }
  let listAllowed = own.length > 0;
  for (let at = row - 1; at >= 0; at -= 1) {
    const raw = lines[at]!;
    if (raw.startsWith('---')) break;
    const line = readLine(raw);
    if (!line) continue;
    const keyMatches = line.key !== undefined && line.rest === '' && (line.indent < limit || (listAllowed && line.indent === limit));
    const isParentKey = keyMatches && (line.indent < limit || pending.length > 0);
    if (isParentKey) {
      steps.unshift(line.key!);
      limit = line.indent;
      listAllowed = false;
      pending = [];
    }
    for (const dash of line.dashes.toReversed()) {
      if (dash >= limit) continue;
      steps.unshift(itemIndex(lines, at, dash));
      limit = dash;
      listAllowed = true;
      pending = [dash];
    }
    if (limit === 0 && !listAllowed) break;
  }
  return steps;
}

function itemIndex(lines: readonly string[], row: number, dash: number): number {
  let index = 0;
  for (let at = row - 1; at >= 0; at -= 1) {
    const line = readLine(lines[at]!);
    if (lines[at]!.startsWith('---')) break;
    if (!line) continue;
    if (line.dashes.includes(dash)) index += 1;
    else if (line.dashes.some((column) => column < dash) || line.indent <= dash) break;
  }
  return index;
}

function siblingKeys(lines: readonly string[], row: number, column: number): string[] {
  const keys: string[] = [];
  const visit = (at: number): boolean => {
    const raw = lines[at]!;
    if (raw.startsWith('---')) return false;
    const line = readLine(raw);
    if (!line) return true;
    if (line.indent < column) return false;
    if (line.indent === column && line.key !== undefined) keys.push(line.key);
    return true;
  };
  const ownDashes = dashColumns(lines[row] ?? '');
  if (ownDashes.length === 0) {
    for (let at = row - 1; at >= 0 && visit(at); at -= 1)
      if (dashColumns(lines[at]!).length > 0 && readLine(lines[at]!)?.indent === column) break;
  }
  for (let at = row + 1; at < lines.length; at += 1) {
    const line = readLine(lines[at]!);
    if (line && line.indent === column && line.dashes.length > 0) break;
    if (!visit(at)) break;
  }
  return keys;
}

function readLine(raw: string): Line | undefined {
  const indent = contentColumn(raw);
  const text = raw.slice(indent);
  if (text.trim() === '' || text.startsWith('#'))
    return dashColumns(raw).length > 0 ? { indent, dashes: dashColumns(raw), rest: '' } : undefined;
  const match = /^(?:"([^"]*)"|'([^']*)'|([^\s:#{}[\]][^:#]*?)):(?:\s+(.*))?$/.exec(text.trimEnd());
  const key = match ? (match[1] ?? match[2] ?? match[3]) : undefined;
  const rest = (match ? (match[4] ?? '') : text).replace(/^#.*$/, '').trim();
  return { indent, dashes: dashColumns(raw), ...(key === undefined ? {} : { key }), rest };
}

function contentColumn(text: string): number {
  return /^(?:\s*-(?=\s|$))*\s*/.exec(text)![0].length;
}

function dashColumns(text: string): number[] {
  const lead = text.slice(0, contentColumn(text));
  return [...lead].flatMap((character, column) => (character === '-' ? [column] : []));
}

function insideBlockScalar(lines: readonly string[], row: number, text: string, column: number): boolean {
  let limit = text.trim() === '' ? column : /^\s*/.exec(text)![0].length;
  for (let at = row - 1; at >= 0 && limit > 0; at -= 1) {
    const raw = lines[at]!;
    if (raw.startsWith('---')) return false;
    if (raw.trim() === '') continue;
    const indent = /^\s*/.exec(raw)![0].length;
    if (indent >= limit) continue;
    if (/[:-]\s+[|>][-+\d]*\s*(#.*)?$/.test(raw)) return true;
    limit = indent;
  }
  return false;
}
