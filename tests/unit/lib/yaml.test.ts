import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../workers/lib/yaml/document';

const valueOf = (text: string): unknown => {
  const read = readYaml(text);
  return typeof read === 'string' ? read : read.value;
};

describe('YAML as Go reads it', () => {
  it.each([
    ['nothing', '# only this\n', null],
    [
      'collections, their members in the order of their names',
      'b: [x, {c: d}]\na:\n- 1\n-\n  - 2\n',
      { a: [1, [2]], b: ['x', { c: 'd' }] },
    ],
    ['lines kept and lines folded', 'a: |\n  x\n  y\nb: >-\n  x\n  y\n\n  z\n', { a: 'x\ny\n', b: 'x y\nz' }],
    ['quotes', "a: 'it''s'\nb: \"\\u0061\\x62\\t\"\n", { a: "it's", b: 'ab\t' }],
    ['words of YAML 1.1', 'a: yes\nb: Off\nc: ~\nd: "no"\n', { a: true, b: false, c: null, d: 'no' }],
    ['numbers of every base', 'a: 0x10\nb: 010\nc: 0b11\nd: 1_000\ne: 1e3\nf: 08\n', { a: 16, b: 8, c: 3, d: 1000, e: 1000, f: 8 }],
    ['dates as texts', 'a: 2020-01-01\n', { a: '2020-01-01' }],
    ['tags', 'a: !!str 5\nb: !!binary eA==\nc: !mine x\nd: !!float 5\n', { a: '5', b: 'x', c: 'x', d: 5 }],
    ['anchors and merges', 'a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n', { a: { x: 1, true: 2 }, b: { true: 3, x: 1 } }],
    ['the last of two', 'a: 1\na: 2\n', { a: 2 }],
    ['the first document', 'a: 1\n---\nb: [\n', { a: 1 }],
    ['JSON, and nothing behind it', '{"a":[1]}x', { a: [1] }],
    ['keys that are no texts', '5: a\ntrue: b\n1.5: c\n', { 1.5: 'c', 5: 'a', true: 'b' }],
  ])('%s', (_, text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it.each([
    ['a: *b\n', "yaml: unknown anchor 'b' referenced"],
    ['a: &a [*a]\n', "yaml: anchor 'a' value contains itself"],
    ['a: !!int x\n', 'yaml: cannot decode !!str `x` as a !!int'],
    ['a: .inf\n', 'json: unsupported value: +Inf'],
    ['? {a: b}\n: c\n', 'yaml: invalid map key: map[interface {}]interface {}{"a":"b"}'],
    ['<<: 5\n', 'yaml: map merge requires map or sequence of maps as the value'],
    ['%YAML 1.2\n---\na: b\n', 'yaml: found incompatible YAML document'],
    ['a: "\\q"\n', 'yaml: found unknown escape character'],
    ['a: "\u0001"\n', 'yaml: control characters are not allowed'],
  ])('%j is refused', (text, why) => {
    expect(readYaml(text)).toBe(why);
  });

  it('what is too deep is refused', () => {
    expect(readYaml('['.repeat(20_000))).toBe('yaml: exceeded max depth of 10000');
  });

  it('tells members that are named twice', () => {
    expect(readYaml('a: 1\nb:\n  c: 1\n  c: 2\na: 3\n')).toMatchObject({
      repeated: ['line 4: key "c" already set in map', 'line 5: key "a" already set in map'],
    });
  });
});
