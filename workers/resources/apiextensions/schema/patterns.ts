/** Patterns of schemas. Differs: they are JavaScript's. */

/** Patterns repeat with every object; a definition has few of them. */
const patterns = new Map<string, RegExp>();
const PATTERNS_MAX = 1000;

export function matchesPattern(pattern: string, text: string): boolean {
  let found = patterns.get(pattern);
  if (!found) {
    if (patterns.size >= PATTERNS_MAX) patterns.clear();
    found = new RegExp(pattern, 'u');
    patterns.set(pattern, found);
  }
  return found.test(text);
}

/** Why it is none, in Go's words; undefined where it is one. */
export function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u').test('');
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    const why = /Unterminated group/.test(text)
      ? 'missing closing )'
      : /Unmatched '\)'/.test(text)
        ? 'unexpected )'
        : /Nothing to repeat/.test(text)
          ? 'missing argument to repetition operator'
          : /Unterminated character class|Lone quantifier brackets/.test(text)
            ? 'missing closing ]'
            : 'invalid escape sequence';
    return `error parsing regexp: ${why}: \`${pattern}\``;
  }
}
