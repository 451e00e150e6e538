import { describe, expect, it } from 'vitest';
import { goYaml } from '../../../workers/apiserver/http/go-yaml';

const words = (count: number) => Array.from({ length: count }, () => 'lorem').join(' ');

describe('YAML answers', () => {
  it.each<[string, object, string]>([
    ['sort keys, letters last', { b: 1, B: 1, '1': 1, a: 1 }, '"1": 1\nB: 1\na: 1\nb: 1\n'],
    ['count runs of digits in keys as numbers', { 'a/10': 1, 'a/9': 1 }, 'a/9: 1\na/10: 1\n'],
    ['indent lists as their key', { a: [{ b: [1], c: 2 }, [3]] }, 'a:\n- b:\n  - 1\n  c: 2\n- - 3\n'],
    ['write empty collections and null', { a: [], b: {}, c: null, d: '' }, 'a: []\nb: {}\nc: null\nd: ""\n'],
    ['leave out what JSON leaves out', { a: undefined, b: true }, 'b: true\n'],
    [
      'quote what would be read as another type',
      { a: 'yes', b: '1e3', c: '2020-01-02', d: '1:30' },
      'a: "yes"\nb: "1e3"\nc: "2020-01-02"\nd: "1:30"\n',
    ],
    ['leave bare what only looks so', { a: 'yEs', b: '2020-13-02', c: '1e999', d: '089x' }, 'a: yEs\nb: 2020-13-02\nc: 1e999\nd: 089x\n'],
    ['quote indicators singly', { a: "it's: x", b: '# c', c: '- d' }, "a: 'it''s: x'\nb: '# c'\nc: '- d'\n"],
    ['escape what cannot be printed', { a: 'x\ty', b: '😀' }, 'a: "x\\ty"\nb: "\\U0001F600"\n'],
    ['fold bare texts past the eightieth column', { a: words(16) }, `a: ${words(14)}\n  ${words(2)}\n`],
    ['fold quoted texts likewise', { l: [{ a: `# ${words(15)}` }] }, `l:\n- a: '# ${words(13)}\n    ${words(2)}'\n`],
    ['write lines as a literal', { a: 'x\n\n  y\n' }, 'a: |\n  x\n\n    y\n'],
    ['say how literals begin and end', { a: ' x\ny', b: 'x\n\n' }, 'a: |2-\n   x\n  y\nb: |+\n  x\n\n'],
    ['quote lines with trailing spaces', { a: 'x \ny' }, 'a: "x \\ny"\n'],
    ['put long keys behind a question mark', { ['k'.repeat(129)]: { a: 1 } }, `? ${'k'.repeat(129)}\n: a: 1\n`],
    [
      'write numbers as Go does',
      { a: 1.5, b: 1234567.5, c: 0.00001, d: 4294967296 },
      'a: 1.5\nb: 1.2345675e+06\nc: 1e-05\nd: 4294967296\n',
    ],
  ])('%s', (_rule, value, text) => {
    expect(goYaml(value)).toBe(text);
  });
});
