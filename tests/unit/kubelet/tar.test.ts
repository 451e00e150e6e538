/** The simulated tar against the machine's own. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applets } from '../../../workers/kubelet/images/shell/applets';
import type { AppletContext, AppletResult } from '../../../workers/kubelet/images/shell/applets';
import { ContainerFiles } from '../../../workers/kubelet/runtime/files';

const LONG = `data/${'long/'.repeat(22)}name.txt`;
const CONTENT = { 'data/a.txt': 'hello\n', 'data/deep/b.txt': 'grüß gott\n', 'data/empty': '', [LONG]: 'x'.repeat(1500) };

function run(files: ContainerFiles, args: readonly string[], stdin = ''): AppletResult {
  const context = { args, stdin, files, nowMs: 0, directory: '/', path: (name: string) => (name.startsWith('/') ? name : `/${name}`) };
  return applets['tar']?.(context as unknown as AppletContext) ?? { code: 127 };
}

const filled = () => new ContainerFiles(() => new Map(Object.entries(CONTENT)), []);
const tarHere = (args: readonly string[], options: object) =>
  execFileSync('tar', args, { encoding: 'utf8', ...options }) as unknown as string;

describe('tar', () => {
  test.each(Object.entries(CONTENT))('packs what the machine unpacks: %s', (name, text) => {
    const { out = '', code } = run(filled(), ['cf', '-', '/data']);
    expect(code).toBe(0);
    expect(tarHere(['xOf', '-', name], { input: out })).toBe(text);
  });

  test('packs folders before what is in them, with names that begin at the root', () => {
    const { out = '', err } = run(filled(), ['-c', '-f', '-', '-C', '/data', 'a.txt', 'deep']);
    expect(tarHere(['tf', '-'], { input: out })).toBe('a.txt\ndeep/\ndeep/b.txt\n');
    expect(err).toBe('');
    expect(run(filled(), ['cf', '-', '/data/a.txt']).err).toBe("tar: removing leading '/' from member names\n");
  });

  test('unpacks what the machine packs', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubarium-tar-'));
    for (const [name, text] of Object.entries(CONTENT)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const archive = tarHere(['--format=ustar', '-cf', '-', 'data'], { cwd: folder });
    rmSync(folder, { recursive: true });
    const files = new ContainerFiles(() => new Map(), []);
    expect(run(files, ['-xmf', '-', '-C', '/new'], archive)).toEqual({ code: 0, out: '', err: '' });
    expect(Object.keys(CONTENT).map((name) => files.read(`/new/${name}`))).toEqual(Object.values(CONTENT));
  });

  test('says what it cannot do', () => {
    const missing = run(filled(), ['cf', '-', '/none']);
    expect({ code: missing.code, err: missing.err }).toEqual({
      code: 1,
      err: 'tar: /none: No such file or directory\ntar: error exit delayed from previous errors\n',
    });
    expect(run(filled(), ['xf', '-'], 'x'.repeat(600))).toEqual({ code: 1, out: '', err: 'tar: invalid tar magic\n' });
    expect(run(filled(), ['-v']).err).toBe('tar: must specify one of -c, -x or -t\n');
  });
});
