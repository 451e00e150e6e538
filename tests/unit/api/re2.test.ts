import { describe, expect, it } from 'vitest';
import { compileRe2, matchesRe2 } from '../../../workers/api/re2/compile';

describe('a pattern of Go', () => {
  it.each([
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?!a)', 'invalid or unsupported Perl syntax: `(?!`'],
    ['(?<=a)b', 'invalid named capture: `(?<=a)b`'],
    ['[a', 'missing closing ]: `[a`'],
    ['(a', 'missing closing ): `(a`'],
    ['a)', 'unexpected ): `a)`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a*+', 'invalid nested repetition operator: `*+`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['a{2,1}', 'invalid repeat count: `{2,1}`'],
    ['(a{100}){100}', 'invalid repeat count: `{100}`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['(|*)', 'missing argument to repetition operator: `*`'],
    [String.raw`(a)\1`, String.raw`invalid escape sequence: ` + '`\\1`'],
    [String.raw`\Z`, String.raw`invalid escape sequence: ` + '`\\Z`'],
    ['a\\', 'trailing backslash at end of expression: ``'],
    ['[b-a]', 'invalid character class range: `b-a`'],
    ['[[:nope:]]', 'invalid character class range: `[:nope:]`'],
    [String.raw`\p{Nope}`, String.raw`invalid character class range: ` + '`\\p{Nope}`'],
    ['(?P<a>x)(?P<a>y)', 'invalid named capture: `(?P<a>`'],
  ])('%s is refused', (pattern, error) => {
    expect(compileRe2(pattern)).toEqual({ error: `error parsing regexp: ${error}` });
  });

  it.each<[string, string, boolean]>([
    [String.raw`^a\z`, 'a\n', false],
    ['a$', 'a\n', false],
    ['(?m)a$', 'a\nb', true],
    ['(?i)straSSE', 'STRASSE', true],
    ['(?s)a.b', 'a\nb', true],
    ['a.b', 'a\nb', false],
    ['^[[:alpha:]]+$', 'abC', true],
    ['^[[:^alpha:]]+$', '12', true],
    [String.raw`^\d$`, '٣', false],
    [String.raw`^\pL+$`, 'éß', true],
    [String.raw`^\p{Greek}$`, 'α', true],
    [String.raw`\Qa.b\E`, 'a.b', true],
    [String.raw`\Qa.b\E`, 'axb', false],
    ['^.$', '𝒳', true],
    ['^a{,2}$', 'a{,2}', true],
    [String.raw`\x{1D4B3}`, '𝒳', true],
    ['(?P<name>a)b', 'ab', true],
    ['a(?i:b)c', 'aBc', true],
    ['a(?i:b)c', 'aBC', false],
    ['', 'anything', true],
  ])('%s in %j: %s', (pattern, text, found) => {
    expect(matchesRe2(pattern, text)).toBe(found);
  });
});
