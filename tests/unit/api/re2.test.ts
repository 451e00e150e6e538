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
    ['(?P<a-b>x)', 'invalid named capture: `(?P<a-b>`'],
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
    ['(?P<twice>a)(?P<twice>b)', 'ab', true],
    ['a(?i:b)c', 'aBc', true],
    ['a(?i:b)c', 'aBC', false],
    ['', 'anything', true],
    [String.raw`\bfoo\b`, 'a foo.', true],
    [String.raw`\Bfoo`, 'a foo.', false],
    ['(?m)^b$', 'a\nb\nc', true],
    ['^(a|b)*c{2,3}$', 'ababccc', true],
    ['^(a|b)*c{2,3}$', 'ababcccc', false],
    ['(?i)^[k-s]+$', '\u212a\u017fKs', true],
    ['^[^a]$', '\n', true],
  ])('%s in %j: %s', (pattern, text, found) => {
    expect(matchesRe2(pattern, text)).toBe(found);
  });

  it.each([
    ['^(a+)+$', `${'a'.repeat(50_000)}!`],
    ['^(a|a)*$', `${'a'.repeat(50_000)}!`],
    ['(x+x+)+y', 'x'.repeat(50_000)],
    ['(.*)*x', 'a'.repeat(50_000)],
    ['a*a*a*a*b', 'a'.repeat(50_000)],
    ['(a{0,30}){0,30}b', 'a'.repeat(1000)],
  ])('%s does not find itself in a long text, in the time it takes to read it', (pattern, text) => {
    expect(matchesRe2(pattern, text)).toBe(false);
  });

  it.each<[string, string, readonly string[]]>([
    ['a+', 'baac', ['aa']],
    ['a+?', 'aa', ['a', 'a']],
    ['a|ab', 'abab', ['a', 'a']],
    ['ab|a', 'aba', ['ab', 'a']],
    ['a*', 'baac', ['', 'aa', '']],
    ['', '𝒳b', ['', '', '']],
    [String.raw`\b\w`, 'ab cd', ['a', 'c']],
    ['(?U)a+', 'aa', ['a', 'a']],
    ['(a|ab)(c|bcd)', 'abcd', ['abcd']],
    ['[0-9]{2,3}', '12345', ['123', '45']],
  ])('%s finds in %j what Go finds', (pattern, text, found) => {
    const matcher = compileRe2(pattern);
    if ('error' in matcher) throw new Error(matcher.error);
    expect([...matcher.findAll(text)].map(([start, end]) => text.slice(start, end))).toEqual(found);
    expect(matcher.find(text)?.[0]).toBe(text.indexOf(found[0] ?? ''));
  });

  it('repeated into what nobody has room for is refused', () => {
    const pattern = 'a{1000}'.repeat(4000);
    expect(compileRe2(pattern)).toEqual({ error: `error parsing regexp: expression too large: \`${pattern}\`` });
  });
});
