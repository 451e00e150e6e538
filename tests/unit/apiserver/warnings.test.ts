import { describe, expect, test } from 'vitest';
import { toldWarnings } from '../../../workers/apiserver/http/warnings';
import { warningHeaders } from '../../../workers/hosts/warning-header';

const many = (count: number, length: number) => Array.from({ length: count }, (_, at) => `${at}`.padStart(length, '-'));

describe('warnings', () => {
  test.each([
    ['that repeat are told once', ['a', 'b', 'a', ''], ['a', 'b']],
    ['are told whole while there is room', many(8, 512), many(8, 512)],
    ['are cut where one is too many', many(9, 512), many(9, 512).map((text) => text.slice(0, 256))],
    ['are no more than there is room for', many(200, 41), many(100, 41)],
    ['are cut between characters', ['😀'.repeat(5000)], ['😀'.repeat(256)]],
  ])('%s', (_, texts, told) => {
    expect(toldWarnings(texts)).toEqual(told);
  });

  test('are headers in UTF-8', () => {
    expect(warningHeaders(['unknown field "日本\\"'])).toEqual({ warning: ['299 - "unknown field \\"æ\u0097¥æ\u009c¬\\\\\\""'] });
  });
});
