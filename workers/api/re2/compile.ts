/** Go's regular expressions: what they are and what they find. */
import { Matcher } from './matcher';
import { programOf } from './program';
import { SyntaxProblem, parse } from './syntax';

/** Patterns are few and come again and again; the caps, the second one in instructions, guard against a stream of new ones. */
const CACHE_MAX = 1000;
const CACHE_SIZE_MAX = 4_000_000;
const compiled = new Map<string, Matcher | { readonly error: string }>();
let cachedSize = 0;

/** The error is Go's: "error parsing regexp: ...". */
export function compileRe2(pattern: string): Matcher | { readonly error: string } {
  let known = compiled.get(pattern);
  if (!known) {
    known = compile(pattern);
    const size = 'error' in known ? 0 : known.size;
    if (compiled.size >= CACHE_MAX || cachedSize + size > CACHE_SIZE_MAX) {
      compiled.clear();
      cachedSize = 0;
    }
    compiled.set(pattern, known);
    cachedSize += size;
  }
  return known;
}

/** Whether the pattern is found anywhere in the text; no pattern is found nowhere. */
export function matchesRe2(pattern: string, text: string): boolean {
  const matcher = compileRe2(pattern);
  return !('error' in matcher) && matcher.test(text);
}

function compile(pattern: string): Matcher | { readonly error: string } {
  try {
    const program = programOf(parse(pattern));
    return program ? new Matcher(program) : { error: `error parsing regexp: expression too large: \`${pattern}\`` };
  } catch (error) {
    if (error instanceof SyntaxProblem) return { error: `error parsing regexp: ${error.message}` };
    throw error;
  }
}
