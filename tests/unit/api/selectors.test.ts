import { describe, expect, it } from 'vitest';
import { matchesFields, parseFieldSelector } from '../../../workers/api/fields';
import { formatSelector, matches, parseSelector, selectorFrom } from '../../../workers/api/labels';

describe('label selector texts', () => {
  it.each([
    ['=x', "found '=', expected: !, identifier, or 'end of string'"],
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['!a=b', "found '=', expected: ',' or 'end of string'"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a b=c', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a,', "found '', expected: identifier after ','"],
    ['a>x', `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`],
  ])('%s is refused', (text, error) => {
    expect(parseSelector(text)).toEqual({ error });
  });

  it.each([
    ['', {}, true],
    ['a', { a: '' }, true],
    ['!a', { a: '' }, false],
    ['a=b', { a: 'b' }, true],
    ['a==b,c!=d', { a: 'b' }, true],
    ['a in (b,c)', { a: 'c' }, true],
    ['a in ()', { a: '' }, true],
    ['a notin (b)', {}, true],
    ['in in (notin)', { in: 'notin' }, true],
    ['n > 5', { n: '6' }, true],
    ['n<5', { n: 'x' }, false],
  ] as const)('%s against %o is %s', (text, labels, expected) => {
    const parsed = parseSelector(text);
    expect('selector' in parsed && matches(parsed.selector, labels)).toBe(expected);
  });

  it('formats sorted by key', () => {
    expect(
      formatSelector(selectorFrom({ matchLabels: { b: '1' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['y', 'x'] }] })),
    ).toBe('a in (x,y),b=1');
  });

  it('an absent selector matches nothing, an empty one everything', () => {
    expect(matches(selectorFrom(undefined), {})).toBe(false);
    expect(matches(selectorFrom({}), {})).toBe(true);
  });
});

describe('field selectors', () => {
  it('cannot understand a bare field', () => {
    expect(parseFieldSelector('metadata.name')).toEqual({ error: "invalid selector: 'metadata.name'; can't understand 'metadata.name'" });
  });

  it.each([
    ['metadata.name=a', { 'metadata.name': 'a' }, true],
    ['metadata.name!=a,x=', { 'metadata.name': 'b' }, true],
    ['x=a\\,b', { x: 'a,b' }, true],
    ['!=,==,x=a', { x: 'a' }, true],
  ])('%s matches', (text, fields, expected) => {
    const parsed = parseFieldSelector(text);
    expect('requirements' in parsed && matchesFields(parsed.requirements, fields)).toBe(expected);
  });
});
