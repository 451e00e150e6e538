import { describe, expect, it } from 'vitest';
import {
  duplicate,
  forbiddenField,
  formatValue,
  invalid,
  notSupported,
  required,
  tooLong,
  tooMany,
} from '../../../workers/api/field-error';
import { isDns1123Label, isDns1123Subdomain, isLabelValue, isPortName, isQualifiedName } from '../../../workers/api/names';

describe('field errors', () => {
  it.each([
    [required('a'), 'Required value'],
    [required('a', 'why'), 'Required value: why'],
    [forbiddenField('a', 'why'), 'Forbidden: why'],
    [invalid('a', 'x"y', 'why'), String.raw`Invalid value: "x\"y": why`],
    [invalid('a', -1, 'why'), 'Invalid value: -1: why'],
    [invalid('a', undefined, 'why'), 'Invalid value: null: why'],
    [notSupported('a', 'x', ['b', 'c']), 'Unsupported value: "x": supported values: "b", "c"'],
    [duplicate('a', { k: '<' }), String.raw`Duplicate value: {"k":"\u003c"}`],
    [tooLong('a', 5), 'Too long: may not be more than 5 bytes'],
    [tooMany('a', 3, 2), 'Too many: 3: must have at most 2 items'],
  ])('%o reads %s', (error, message) => {
    expect(error).toMatchObject({ field: 'a', message });
  });

  it('quotes control characters as Go does', () => {
    expect(formatValue('\u0007\u0001\t')).toBe(String.raw`"\a\x01\t"`);
  });
});

describe('names', () => {
  it.each([
    [isDns1123Label, 'a-1', 0],
    [isDns1123Label, 'A', 1],
    [isDns1123Label, '', 1],
    [isDns1123Subdomain, 'a.b-c', 0],
    [isDns1123Subdomain, 'a..b', 1],
    [isQualifiedName, 'example.com/a_b', 0],
    [isQualifiedName, '/a', 1],
    [isQualifiedName, 'a/b/c', 1],
    [isQualifiedName, '', 2],
    [isLabelValue, '', 0],
    [isLabelValue, '-a', 1],
    [isPortName, 'http', 0],
    [isPortName, '80', 1],
    [isPortName, 'a--b', 1],
  ] as const)('%o of "%s" finds %d errors', (check, name, count) => {
    expect(check(name)).toHaveLength(count);
  });

  it('says what is wrong with a subdomain where a label belongs', () => {
    expect(isDns1123Label('a.b')).toEqual(['must not contain dots']);
  });
});
