/** Regular expressions (source: cel-go common/stdlib, k8s.io/apiserver/pkg/cel/library/regex.go, 1.36). */
import { compileRe2 } from '../../re2/compile';
import type { Matcher } from '../../re2/matcher';
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';

function compiled(pattern: string): Matcher {
  const expression = compileRe2(pattern);
  if ('error' in expression) throw new CelError(expression.error);
  return expression;
}

/** `find` and its like tell where the text came from. */
function looked(pattern: string): Matcher {
  const expression = compileRe2(pattern);
  if ('error' in expression) throw new CelError(`Illegal regex: ${expression.error}`);
  return expression;
}

const matches = (text: string, pattern: string) => compiled(pattern).test(text);

function find(text: string, pattern: string): string {
  const found = looked(pattern).find(text);
  return found ? text.slice(...found) : '';
}

function findAll(text: string, pattern: string, limit = -1n): string[] {
  const found: string[] = [];
  for (const span of looked(pattern).findAll(text)) {
    if (limit >= 0n && found.length >= limit) break;
    found.push(text.slice(...span));
  }
  return found;
}

export const REGEX: readonly Overload[] = [
  declare('matches(string, string): bool', matches),
  declare('string::matches(string): bool', matches),
  declare('string::find(string): string', find),
  declare('string::findAll(string): list<string>', findAll),
  declare('string::findAll(string, int): list<string>', findAll),
];
