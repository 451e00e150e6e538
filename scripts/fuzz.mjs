// `npm run fuzz -- scheduler`: the differential tests of the scheduler on many random clusters (FUZZ_CLUSTERS, default 10,000; FUZZ_SEED).
// `npm run fuzz -- api`: hostile bodies for every kind of the API server (FUZZ_RUNS mutants a kind, default 2,000; FUZZ_SEED).
import { spawnSync } from 'node:child_process';

const FOLDERS = { scheduler: 'tests/unit/scheduler/differential', api: 'tests/unit/apiserver/fuzz' };
const folder = FOLDERS[process.argv[2] ?? ''];
if (!folder) {
  console.error(`usage: npm run fuzz -- ${Object.keys(FOLDERS).join('|')}`);
  process.exit(2);
}
const env = { FUZZ_CLUSTERS: '10000', FUZZ_RUNS: '2000', ...process.env };
const { status } = spawnSync('npx', ['vitest', 'run', folder, '--testTimeout', '3600000'], { stdio: 'inherit', env });
process.exit(status ?? 1);
