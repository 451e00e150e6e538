/** What is wrong with an expression, as cel-go shows it (source: cel-go common/error.go). */
export interface Problem {
  /** Offset in code points, or {@link NOWHERE}. */
  readonly at: number;
  readonly message: string;
}

/** Of what is wrong with an expression as a whole. */
export const NOWHERE = -1;

const PROBLEMS_MAX = 100;

/** In the order of the text; at one place in the order they were found. */
export function showProblems(source: string, problems: readonly Problem[]): string {
  const characters = [...source];
  const ordered = problems.toSorted((a, b) => a.at - b.at);
  const shown = ordered.slice(0, PROBLEMS_MAX).map((problem) => pointedAt(characters, problem));
  if (ordered.length > PROBLEMS_MAX) shown.push(`${ordered.length - PROBLEMS_MAX} more errors were truncated`);
  return shown.join('\n');
}

/** A line of dots leads to the caret; both are wide under characters that take more than a byte. Of no text no line is shown. */
function pointedAt(characters: readonly string[], { at, message }: Problem): string {
  if (at === NOWHERE) return `ERROR: <input>:-1:0: ${message}`;
  if (characters.length === 0) return `ERROR: <input>:1:0: ${message}`;
  let start = 0;
  let line = 1;
  for (let index = 0; index < at && index < characters.length; index++)
    if (characters[index] === '\n') {
      start = index + 1;
      line++;
    }
  const end = characters.indexOf('\n', start);
  const text = characters.slice(start, end < 0 ? undefined : end).map((each) => (each === '\t' ? ' ' : each));
  const column = at - start;
  const isWide = (each: string | undefined) => each !== undefined && (each.codePointAt(0) as number) > 127;
  const dots = text.slice(0, column).map((each) => (isWide(each) ? '．' : '.'));
  const caret = isWide(text[column]) ? '＾' : '^';
  return `ERROR: <input>:${line}:${column + 1}: ${message}\n | ${text.join('')}\n | ${dots.join('')}${caret}`;
}
