/**
 * Cuts a YAML stream into its documents without parsing them, so that an edit re-parses one document and not ten
 * thousand. A line `---` at column 0 always begins a document in YAML, also inside block scalars.
 */

export interface DocumentSlice {
  /** Place in the stream, counting every slice. */
  readonly index: number;
  /** 0-based line of the stream on which `text` begins; the separator line belongs to the document it begins. */
  readonly startLine: number;
  /** Offset of `text` in the stream, in UTF-16 units. */
  readonly startOffset: number;
  readonly text: string;
  /** Only comments and blank lines (and separators): kubectl passes over it. */
  readonly blank: boolean;
}

export function splitDocuments(stream: string): DocumentSlice[] {
  const slices: DocumentSlice[] = [];
  let start = 0;
  let startLine = 0;
  let line = 0;
  let blank = true;
  const close = (end: number): void => {
    if (end > start || slices.length === 0) {
      slices.push({ index: slices.length, startLine, startOffset: start, text: stream.slice(start, end), blank });
    }
    start = end;
    startLine = line;
    blank = true;
  };
  for (let at = 0; at < stream.length; line += 1) {
    const newline = stream.indexOf('\n', at);
    const next = newline < 0 ? stream.length : newline + 1;
    const mark = markAt(stream, at);
    if (mark === 'begin') {
      if (!(blank && slices.length === 0 && onlyDirectives(stream.slice(start, at)))) close(at);
      blank = isBlankLine(stream, at + 3, next);
    } else if (mark === 'end') {
      line += 1;
      close(next);
      line -= 1;
    } else if (blank) {
      blank = isBlankLine(stream, at, next);
    }
    at = next;
  }
  close(stream.length);
  return slices;
}

/** The slice that holds the 0-based line. */
export function sliceAtLine(slices: readonly DocumentSlice[], line: number): DocumentSlice | undefined {
  let low = 0;
  let high = slices.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (slices[middle]!.startLine <= line) low = middle;
    else high = middle - 1;
  }
  return slices[low];
}

function markAt(stream: string, at: number): 'begin' | 'end' | undefined {
  const after = stream.charCodeAt(at + 3);
  const ends = Number.isNaN(after) || after === 10 || after === 13 || after === 32 || after === 9;
  if (!ends) return undefined;
  if (stream.startsWith('---', at)) return 'begin';
  if (stream.startsWith('...', at)) return 'end';
  return undefined;
}

function isBlankLine(stream: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const code = stream.charCodeAt(at);
    if (code === 35) return true;
    if (code !== 32 && code !== 9 && code !== 10 && code !== 13) return false;
  }
  return true;
}

function onlyDirectives(text: string): boolean {
  return text.split('\n').every((line) => line.trim() === '' || line.startsWith('%') || line.startsWith('#'));
}
