import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findings, sizeFindings } from './support/tidy';

const files = sources(['workers', 'src', 'tests', 'scripts']);

/** Files over 300 lines, with their reason. The list only shrinks. */
const LONG_FILES: readonly string[] = [
  // The slow reading of every scheduling formula stands on one page on purpose.
  'tests/unit/scheduler/differential/reading.ts',
  // One switch over the shell's grammar; its halves would know each other's state.
  'workers/kubelet/images/shell/interpreter.ts',
];

describe('tidy', () => {
  test('the core takes time and chance as arguments', () => {
    expect(files.flatMap((file) => findings(file, readFileSync(file, 'utf8')))).toEqual([]);
  });

  test('files stay within 300 lines', () => {
    expect(sizeFindings(files, (file) => readFileSync(file, 'utf8').split('\n').length, LONG_FILES)).toEqual([]);
  });

  test('no util or helper folders', () => {
    expect(files.filter((file) => /(^|\/)(utils?|helpers?|misc|common)(\/|\.tsx?$)/.test(file) && !file.startsWith('tests/'))).toEqual([]);
  });

  test('finds what it bans', () => {
    expect(findings('workers/lib/x.ts', 'const a = Date.now();')).toEqual([
      'workers/lib/x.ts:1: Date.now: time comes from the step (process.nowMs)',
    ]);
    expect(findings('workers/lib/x.ts', 'Math.random()')).toHaveLength(1);
    expect(findings('workers/scheduler/x.ts', 'async function f() {}')).toHaveLength(1);
    expect(findings('src/x.ts', '// TODO later')).toHaveLength(1);
    expect(sizeFindings(['a.ts'], () => 301, [])).toEqual(['a.ts: 301 lines']);
    expect(sizeFindings(['a.ts'], () => 10, ['a.ts'])).toEqual(['a.ts: no longer over 300 lines, take it off the list']);
  });
});

function sources(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    .filter((file) => /\.(tsx?|mjs)$/.test(file) && !file.includes('generated'))
    .sort();
}
