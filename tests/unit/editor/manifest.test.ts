import { describe, expect, it } from 'vitest';
import { resolveFieldPath, searchFieldPath } from '../../../src/features/editor/field-path';
import { locate, parseManifest } from '../../../src/features/editor/manifest';
import type { Path } from '../../../src/features/editor/manifest';

const text = [
  'apiVersion: v1',
  'metadata:',
  '  labels:',
  '    app.kubernetes.io/name: web',
  'spec:',
  '  containers:',
  '    - name: a',
  '      image: x',
  '    - name: b',
  '      ports:',
  '        - containerPort: "80"',
  '',
].join('\n');

describe('parseManifest', () => {
  it.each([
    { written: 'yes', value: true },
    { written: 'off', value: false },
    { written: '0644', value: 420 },
    { written: '0x10', value: 16 },
    { written: '1e3', value: 1000 },
    { written: '"yes"', value: 'yes' },
    { written: '2026-01-01', value: '2026-01-01' },
    { written: '~', value: null },
  ])('reads $written as kubectl does', ({ written, value }) => {
    expect(parseManifest(`a: ${written}\n`).value).toEqual({ a: value });
  });

  it('tells where the syntax breaks', () => {
    const { syntaxErrors, value } = parseManifest('a: 1\nb: [1, 2\nc: 3\n');
    expect(value).toBeUndefined();
    expect(syntaxErrors.map((error) => error.range.startLine)).toContain(2);
  });

  it('finds keys set twice, also in a very large mapping', () => {
    const keys = Array.from({ length: 40_000 }, (_, index) => `k${index}: 1`).join('\n');
    const startedAt = performance.now();
    expect(parseManifest(`${keys}\nk7: 2\n`).syntaxErrors.map(({ message, range }) => [message, range.startLine])).toEqual([
      ['key "k7" already set in map', 40_000],
    ]);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it('refuses alias bombs instead of expanding them', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x, x]',
      ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefg'[index]}`).join(', ')}]`),
    ].join('\n');
    expect(parseManifest(bomb).syntaxErrors).toHaveLength(1);
  });
});

describe('locate', () => {
  const manifest = parseManifest(text);
  const cases: { name: string; path: Path; part: 'key' | 'value'; at: string }[] = [
    { name: 'a scalar value', path: ['spec', 'containers', 0, 'image'], part: 'value', at: '7:13-14' },
    { name: 'a key', path: ['spec', 'containers', 0, 'image'], part: 'key', at: '7:6-11' },
    { name: 'a mapping is marked at its key', path: ['spec', 'containers'], part: 'value', at: '5:2-12' },
    { name: 'an item is marked at its first key', path: ['spec', 'containers', 1], part: 'value', at: '8:6-10' },
    { name: 'an absent field goes to its nearest parent', path: ['spec', 'containers', 1, 'image'], part: 'value', at: '8:6-10' },
    { name: 'an absent root field goes to the first key', path: ['status', 'x'], part: 'value', at: '0:0-10' },
    { name: 'keys with dots', path: ['metadata', 'labels', 'app.kubernetes.io/name'], part: 'value', at: '3:28-31' },
  ];
  it.each(cases)('$name', ({ path, part, at }) => {
    const range = locate(manifest, path, part);
    expect(`${range.startLine}:${range.startColumn}-${range.endColumn}`).toBe(at);
  });
});

describe('field paths of the API server', () => {
  const { value } = parseManifest(text);
  it.each<{ field: string; path: Path }>([
    { field: 'spec.containers[0].image', path: ['spec', 'containers', 0, 'image'] },
    { field: 'metadata.labels.app.kubernetes.io/name', path: ['metadata', 'labels', 'app.kubernetes.io/name'] },
    { field: 'metadata.labels[app.kubernetes.io/name]', path: ['metadata', 'labels', 'app.kubernetes.io/name'] },
    { field: 'spec.containers[1].ports[0].containerPort', path: ['spec', 'containers', 1, 'ports', 0, 'containerPort'] },
    { field: 'spec.template.spec', path: ['spec', 'template', 'spec'] },
    { field: '', path: [] },
  ])('$field', ({ field, path }) => {
    expect(resolveFieldPath(value, field)).toEqual(path);
  });

  it('finds the culprit of a struct field path without indexes', () => {
    expect(searchFieldPath(value, 'spec.containers.ports.containerPort', (found) => typeof found === 'string')).toEqual([
      'spec',
      'containers',
      1,
      'ports',
      0,
      'containerPort',
    ]);
    expect(searchFieldPath(value, 'spec.containers.ports.containerPort', (found) => typeof found === 'number')).toBeUndefined();
  });
});
