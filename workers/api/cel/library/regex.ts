/** Regular expressions (source: cel-go common/stdlib, k8s.io/apiserver/pkg/cel/library/regex.go, 1.36). */
import { compileRe2 } from '../../re2/compile';
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';

function compiled(pattern: string): RegExp {
  const expression = compileRe2(pattern);
  if ('error' in expression) throw new CelError(expression.error);
  return expression;
}

/** `find` and its like tell where the text came from. */
function looked(pattern: string): RegExp {
  const expression = compileRe2(pattern);
  if ('error' in expression) throw new CelError(`Illegal regex: ${expression.error}`);
  return expression;
}

const matches = (text: string, pattern: string) => compiled(pattern).test(text);

/** Nothing is found right behind what was found last. */
function findAll(text: string, pattern: string, limit = -1n): string[] {
  const found: string[] = [];
  let end = -1;
  for (const { 0: match, index } of text.matchAll(looked(pattern))) {
    if (match !== '' || index !== end) found.push(match);
    end = index + match.length;
  }
  return limit < 0n ? found : found.slice(0, Number(limit));
}

export const REGEX: readonly Overload[] = [
  declare('matches(string, string): bool', matches),
  declare('string::matches(string): bool', matches),
  declare('string::find(string): string', (text: string, pattern: string) => looked(pattern).exec(text)?.[0] ?? ''),
  declare('string::findAll(string): list<string>', findAll),
  declare('string::findAll(string, int): list<string>', findAll),
];
