/**
 * Compares Kubarium with recorded results of a real Kubernetes:
 *
 *     npm run -s parity -- [--golden DIR] [--diff] [--json] [area] [theme]
 *
 * Prints equal/total per area and theme, and how long each area took. `--diff` prints what differs in every unequal case,
 * `--json` prints only `[{"area","theme","equal","total"}]`. Exits 0 whatever the agreement is; 1 when an area could not be
 * run; 2 for wrong arguments; 3 when the recordings are missing.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { areas } from './areas/index';
import { DIFFERENCES_MAX } from './parity-area';
import type { CaseResult, ParityArea } from './parity-area';

interface Tally {
  readonly area: string;
  readonly theme: string;
  equal: number;
  total: number;
}

interface Options {
  readonly golden: string;
  readonly diff: boolean;
  readonly json: boolean;
  readonly area?: string;
  readonly theme?: string;
}

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (typeof options === 'string') {
    console.error(
      `${options}\nusage: npm run -s parity -- [--golden DIR] [--diff] [--json] [${areas.map((area) => area.name).join('|')}] [theme]`,
    );
    return 2;
  }
  if (!existsSync(options.golden)) {
    console.error(`No recordings at ${options.golden}; name their folder with --golden DIR.`);
    return 3;
  }
  const tallies: Tally[] = [];
  let failed = false;
  for (const { name, load } of areas) {
    if (options.area !== undefined && options.area !== name) continue;
    try {
      tallies.push(...(await runArea((await load()).area, options)));
    } catch (error) {
      failed = true;
      console.error(`${name}: not runnable: ${error instanceof Error ? (options.diff ? error.stack : error.message) : String(error)}`);
    }
  }
  if (options.json) console.log(JSON.stringify(tallies));
  return failed ? 1 : 0;
}

function readOptions(): Options | string {
  try {
    const { values, positionals } = parseArgs({
      options: { golden: { type: 'string' }, diff: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [area, theme, ...rest] = positionals;
    if (rest.length) return `unexpected argument: ${rest.join(' ')}`;
    if (area !== undefined && !areas.some((one) => one.name === area)) return `unknown area: ${area}`;
    return {
      golden: resolve(values.golden ?? '../shared/golden'),
      diff: values.diff,
      json: values.json,
      ...(area === undefined ? {} : { area }),
      ...(theme === undefined ? {} : { theme }),
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function runArea(area: ParityArea, options: Options): Promise<Tally[]> {
  const byTheme = new Map<string, Tally>();
  const started = performance.now();
  await area.run(options.golden, options.theme === undefined ? {} : { theme: options.theme }, (result) => {
    let tally = byTheme.get(result.theme);
    if (!tally) byTheme.set(result.theme, (tally = { area: area.name, theme: result.theme, equal: 0, total: 0 }));
    tally.total++;
    if (result.equal) tally.equal++;
    if (options.diff && !options.json && !result.equal) printCase(area.name, result);
  });
  const tallies = [...byTheme.values()].sort((a, b) => (a.theme < b.theme ? -1 : a.theme > b.theme ? 1 : 0));
  if (!options.json) printTable(area.name, tallies, performance.now() - started);
  return tallies;
}

function printCase(area: string, result: CaseResult): void {
  console.log(`${area} ${result.id}: unequal`);
  for (const line of result.differences.slice(0, DIFFERENCES_MAX)) console.log(`  ${line}`);
  if (result.differences.length > DIFFERENCES_MAX) console.log(`  ... and ${result.differences.length - DIFFERENCES_MAX} more`);
}

function printTable(area: string, tallies: readonly Tally[], tookMs: number): void {
  const width = Math.max(12, ...tallies.map((tally) => tally.theme.length));
  console.log(`${area} (${(tookMs / 1000).toFixed(1)} s)`);
  const equal = tallies.reduce((sum, tally) => sum + tally.equal, 0);
  const total = tallies.reduce((sum, tally) => sum + tally.total, 0);
  for (const tally of [...tallies, { theme: 'all', equal, total }]) {
    const share = tally.total === 0 ? '' : `${((100 * tally.equal) / tally.total).toFixed(1)} %`;
    console.log(`  ${tally.theme.padEnd(width)} ${String(tally.equal).padStart(5)}/${String(tally.total).padEnd(5)} ${share}`);
  }
}
