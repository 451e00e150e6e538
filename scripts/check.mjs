// `npm run check`: types, lint, format, import rules, dead code and tidiness. Runs all of them, prints what failed, exits 1 on any.
import { spawnSync } from 'node:child_process';

const steps = [
  ['types', 'node', ['scripts/typecheck.mjs']],
  ['schema', 'npx', ['tsx', 'scripts/generate-schema.ts', '--check']],
  ['lint', 'npx', ['oxlint', '--deny-warnings', 'workers', 'src', 'tests', 'scripts']],
  ['format', 'npx', ['oxfmt', '--check', 'workers', 'src', 'tests', 'scripts']],
  ['imports', 'npx', ['depcruise', 'workers', 'src', 'tests', '--config', '.dependency-cruiser.cjs']],
  ['dead code', 'npx', ['knip']],
  ['tidy', 'npx', ['vitest', 'run', 'tests/tidy.test.ts']],
];

const failed = [];
for (const [name, command, args] of steps) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, NODE_OPTIONS: '' } });
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${Math.round((performance.now() - started) / 100) / 10} s)`);
  if (status !== 0) failed.push(name);
}
if (failed.length) console.log(`check failed: ${failed.join(', ')}`);
process.exit(failed.length ? 1 : 0);
