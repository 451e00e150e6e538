/**
 * Asks a running Kubernetes API server and ours the same, with requests made by chance from the schema:
 *
 *     npm run -s differ -- --server https://127.0.0.1:6443 --token TOKEN [--theme create|update|writes|reads|deletes|subresources|reviews] [--kind Pod]
 *                          [--seed 1] [--scenarios 500] [--shapes 20] [--json]
 *
 * The token's user has to be allowed everything. The server should be one of release 1.36 that nobody needs: scenarios are
 * played in namespaces called differ-THEME-SEED and with cluster-wide objects of such names; both are taken away at the end.
 * Prints per theme and kind how many scenarios agree, then each sort of difference once with the shortest requests that show
 * it. Exits 0 whatever the agreement is; 1 when it could not be measured; 2 for wrong arguments.
 */
import { parseArgs } from 'node:util';
import { measure } from './measure';
import type { Measured } from './measure';
import { report } from './report';
import { ownSide, remoteSide } from './side';
import { themes } from './themes/index';

process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions();
  if (typeof options === 'string') {
    console.error(
      `${options}\nusage: npm run -s differ -- --server URL --token TOKEN [--theme ${themes.map(({ name }) => name).join('|')}]`,
    );
    return 2;
  }
  const { server, token, chosen, seed, scenarios, kind, shapes, json } = options;
  const [real, ours] = [remoteSide(server, token), ownSide()];
  const measured: Measured[] = [];
  try {
    for (const theme of chosen) {
      const result = await measure(theme, { real, ours, seed, scenarios, kind });
      measured.push(result);
      if (!json) console.log(report(result, shapes));
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    real.close();
    ours.close();
  }
  if (json)
    console.log(
      JSON.stringify(measured.map(({ theme, byKind, shapes: all }) => ({ theme, kinds: Object.fromEntries(byKind), shapes: all.length }))),
    );
  return 0;
}

function readOptions() {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: {
        server: text,
        token: text,
        theme: text,
        kind: text,
        seed: text,
        scenarios: text,
        shapes: text,
        json: { type: 'boolean', default: false },
      },
    });
    const { server, token, theme, kind, json, seed = '1', scenarios = '500', shapes = '20' } = values;
    if (server === undefined || token === undefined) return 'name the server and a token';
    const chosen = themes.filter(({ name }) => theme === undefined || name === theme);
    if (chosen.length === 0) return `no theme ${theme}`;
    const counts = [seed, scenarios, shapes].map(Number);
    if (!counts.every((count) => Number.isInteger(count) && count >= 0)) return 'seed, scenarios and shapes are numbers';
    const [seedNumber = 0, scenarioCount = 0, shapeCount = 0] = counts;
    return { server, token, chosen, kind, json, seed: seedNumber, scenarios: scenarioCount, shapes: shapeCount };
  } catch (error) {
    return (error as Error).message;
  }
}
