/** Patterns of schemas, which are Go's regular expressions. */
import { compileRe2, matchesRe2 } from '../../../api/re2/compile';

export function matchesPattern(pattern: string, text: string): boolean {
  return matchesRe2(pattern, text);
}

/** Why it is none, in Go's words; undefined where it is one. */
export function patternProblem(pattern: string): string | undefined {
  const compiled = compileRe2(pattern);
  return 'error' in compiled ? compiled.error : undefined;
}
