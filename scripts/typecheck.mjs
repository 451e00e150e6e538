// Type-checks each part with the libraries that part may use (the core: no DOM, no Node). Prints all errors; exits 1 on any.
import { spawnSync } from 'node:child_process';

const parts = process.argv.length > 2 ? process.argv.slice(2) : ['core', 'hosts', 'page', 'tests'];
let failed = false;
for (const part of parts) {
  const run = spawnSync(process.execPath, ['node_modules/typescript-7/bin/tsc', '-p', `tsconfig.${part}.json`], { stdio: 'inherit' });
  failed ||= run.status !== 0;
}
process.exit(failed ? 1 : 0);
