// `npm run fuzz -- scheduler`: the differential tests of an area on many random clusters (FUZZ_CLUSTERS, default 10,000; FUZZ_SEED).
import { spawnSync } from 'node:child_process';

const FOLDERS = { scheduler: 'tests/unit/scheduler/differential' };
const folder = FOLDERS[process.argv[2] ?? ''];
if (!folder) {
  console.error(`usage: npm run fuzz -- ${Object.keys(FOLDERS).join('|')}`);
  process.exit(2);
}
const env = { FUZZ_CLUSTERS: '10000', ...process.env };
const { status } = spawnSync('npx', ['vitest', 'run', folder], { stdio: 'inherit', env });
process.exit(status ?? 1);
