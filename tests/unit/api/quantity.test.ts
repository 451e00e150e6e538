import { describe, expect, it } from 'vitest';
import { scaledValue } from '../../../workers/api/int-or-string';
import {
  QUANTITY_FORMAT_ERROR,
  canonicalQuantity,
  cpuMilli,
  isFraction,
  parseQuantity,
  quantityError,
  value,
} from '../../../workers/api/quantity';

describe('quantities', () => {
  it.each([
    ['1', false],
    ['-1', false],
    ['1500m', true],
    ['-1m', true],
    ['1E', false],
    ['1Ei', true],
  ])('%s has a part of a unit: %s', (text, expected) => {
    expect(isFraction(text)).toBe(expected);
  });

  it.each([
    ['1000m', '1'],
    ['0.5', '500m'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['1023Ki', '1023Ki'],
    ['512', '512'],
    ['0.5Ki', '512'],
    ['1e3', '1e3'],
    ['1000e3', '1e6'],
    ['1E', '1E'],
    ['1000k', '1M'],
    ['0', '0'],
    ['0.1n', '1n'],
    [2, '2'],
    ['-1500m', '-1500m'],
    ['1.', '1.'],
    ['1.0e1', '1.0e1'],
    ['+1E3', '+1E3'],
    ['1e4', '10e3'],
    ['1e400', '10e399'],
    ['Mi', '0'],
    ['01Ki', '01Ki'],
    ['5.Mi', '5.Mi'],
    ['1Pi', '1Pi'],
    ['8Ei', '9223372036854775807'],
  ])('%s is stored as %s', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it.each([
    ['', QUANTITY_FORMAT_ERROR],
    ['1x', QUANTITY_FORMAT_ERROR],
    ['1 ', QUANTITY_FORMAT_ERROR],
    ['1..2', QUANTITY_FORMAT_ERROR],
    ['1K', "unable to parse quantity's suffix"],
    ['1Kii', "unable to parse quantity's suffix"],
    ['--1', "unable to parse quantity's suffix"],
    ['1e', "unable to parse quantity's suffix"],
  ])('"%s" is no quantity: %s', (text, why) => {
    expect(parseQuantity(text)).toBeUndefined();
    expect(quantityError(text)).toBe(why);
  });

  it.each([
    ['100m', 1, 100],
    ['1.0005', 2, 1001],
    ['1Gi', 1073741824, 1073741824000],
  ])('%s rounds up to %d units and %d thousandths', (text, units, milli) => {
    expect([value(text), cpuMilli(text)]).toEqual([units, milli]);
  });

  it.each([
    ['25%', 10, true, 3],
    ['25%', 10, false, 2],
    [4, 10, true, 4],
    ['x', 10, true, undefined],
  ])('%s of %d', (part, total, up, expected) => {
    expect(scaledValue(part, total, up)).toBe(expected);
  });
});
