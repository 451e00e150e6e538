import { expect, it } from 'vitest';
import { compile } from '../../../workers/api/cel/compile';
import { BOOL, STRING, typeName } from '../../../workers/api/cel/types';
import type { CelType } from '../../../workers/api/cel/types';

const LIST: CelType = { kind: 'list', value: STRING };
const scope = {
  s: STRING,
  n: { kind: 'int' } as CelType,
  d: { kind: 'double' } as CelType,
  b: BOOL,
  l: LIST,
  t: { kind: 'timestamp' } as CelType,
};

it.each([
  ['s == 1', 3, "'_==_' applied to '(string, int)'"],
  ['n == d', 3, "'_==_' applied to '(int, double)'"],
  ['s + n', 3, "'_+_' applied to '(string, int)'"],
  ['n in l', 3, "'@in' applied to '(int, list(string))'"],
  ['l["a"]', 2, "'_[_]' applied to '(list(string), string)'"],
  ['!s', 1, "'!_' applied to '(string)'"],
  ['b ? s : n', 3, "'_?_:_' applied to '(bool, string, int)'"],
  ['n.startsWith("a")', 13, "'startsWith' applied to 'int.(string)'"],
  ['s.replace(1)', 10, "'replace' applied to 'string.(int)'"],
])('%s has no overload', (source, column, text) => {
  const program = compile(source, scope);
  expect('error' in program && program.error.split('\n')[0]).toBe(`ERROR: <input>:1:${column}: found no matching overload for ${text}`);
});

it.each([
  ['n < d', 'bool'],
  ['s + "a"', 'string'],
  ['l[0]', 'string'],
  ['t - t', 'google.protobuf.Duration'],
  ['b && s.size() > 1', 'bool'],
  ['s.split(",")', 'list(string)'],
  ['size(l) + 1', 'int'],
  ['["a", "b"]', 'list(string)'],
  ['l.map(x, x.size())', 'list(int)'],
])('%s is a %s', (source, type) => {
  const program = compile(source, scope);
  expect('error' in program ? program.error : typeName(program.type)).toBe(type);
});
