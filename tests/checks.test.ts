import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** A tree in which nothing is wrong. */
const CLEAN: Readonly<Record<string, string>> = {
  'workers/lib/twice.ts': 'export function twice(value: number): number {\n  return 2 * value;\n}\n',
  'workers/sim/clock.ts': "import { twice } from '../lib/twice';\n\nexport const start = twice(0);\n",
  'workers/hosts/scheduler.worker.ts': "import { start } from '../sim/clock';\n\nself.postMessage(start);\n",
};
const CONFIGS = [
  '.oxlintrc.json',
  '.oxfmtrc.json',
  '.dependency-cruiser.cjs',
  'knip.json',
  'tsconfig.json',
  'tsconfig.base.json',
  'tsconfig.core.json',
  'package.json',
];

/** What each check has to find: a file that is wrong in its way only. */
const checks: readonly {
  readonly name: string;
  readonly command: readonly string[];
  readonly file: string;
  readonly text: string;
  readonly finds: string;
}[] = [
  {
    name: 'types: a timer in the core',
    command: ['node', 'node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.core.json'],
    file: 'workers/lib/late.ts',
    text: 'setTimeout(() => undefined, 1);\n',
    finds: "Cannot find name 'setTimeout'",
  },
  {
    name: 'lint: chance in the core',
    command: ['npx', 'oxlint', '--deny-warnings', 'workers'],
    file: 'workers/lib/dice.ts',
    text: 'export const dice = Math.random();\n',
    finds: 'Chance comes from a seeded stream',
  },
  {
    name: 'format',
    command: ['npx', 'oxfmt', '--check', 'workers'],
    file: 'workers/lib/wide.ts',
    text: 'export const   wide = "x"\n',
    finds: 'wide.ts',
  },
  {
    name: 'imports: a library that knows the simulation',
    command: ['npx', 'depcruise', 'workers', '--config', '.dependency-cruiser.cjs'],
    file: 'workers/lib/upwards.ts',
    text: "import { start } from '../sim/clock';\n\nexport const upwards = start;\n",
    finds: 'lib-imports',
  },
  {
    name: 'imports: a cycle',
    command: ['npx', 'depcruise', 'workers', '--config', '.dependency-cruiser.cjs'],
    file: 'workers/lib/twice.ts',
    text: "import { start } from '../sim/clock';\n\nexport function twice(value: number): number {\n  return 2 * value + (start ?? 0);\n}\n",
    finds: 'no-cycles',
  },
  {
    name: 'dead code',
    command: ['npx', 'knip', '--include', 'exports,files'],
    file: 'workers/lib/dead.ts',
    text: 'export const dead = 1;\n',
    finds: 'workers/lib/dead.ts',
  },
];

describe('npm run check can fail', () => {
  let folder = '';
  const put = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const run = ([command = '', ...args]: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'kubarium-checks-'));
    for (const config of CONFIGS) cpSync(config, join(folder, config));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    for (const [file, text] of Object.entries(CLEAN)) put(file, text);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(checks)('$name', ({ command, file, text, finds }) => {
    expect(run(command)).toMatchObject({ status: 0 });
    put(file, text);
    const { status, output } = run(command);
    if (CLEAN[file]) put(file, CLEAN[file]);
    else rmSync(join(folder, file));
    expect(output).toContain(finds);
    expect(status).not.toBe(0);
  });
});
