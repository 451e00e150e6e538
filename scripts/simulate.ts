// `npm run -s simulate -- --help`: the same pods under two scheduler configurations, seeds, or a plugin of one's own, side by side.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import type { AnyObject } from '../workers/api/meta';
import { race } from '../workers/hosts/race';
import { openNodeSandbox } from '../workers/hosts/sandbox/node';
import type { Sandbox } from '../workers/hosts/sandbox/run';
import type { Contestant, RaceResult } from '../workers/protocol/race';
import type { Pod } from '../workers/resources/core/pods/types';
import { mixedPods, podsOf, uniformNodes } from '../workers/scheduler/compare/stream';

const HELP = `usage: npm run -s simulate -- [options]

Places pods one after the other, twice, and shows where the two runs part. Without --pods: a ready-made mixed stream.
FILE is YAML or JSON: Pods, and Deployments, ReplicaSets, StatefulSets and Jobs, which stand for their pods.

  --pods FILE      the pods to place
  --count N        without --pods: so many mixed pods (default 60)
  --cluster FILE   Nodes, Pods that are there already, and what plugins read (PersistentVolumes, Services, ...)
  --nodes N        without --cluster: so many nodes of 4 CPUs and 16 Gi in three zones (default 10)
  --a FILE         KubeSchedulerConfiguration of the first run (default: the default one)
  --b FILE         of the second run
  --plugin FILE    the second run is a plugin of your own, TypeScript; see docs/guides/a-scheduler-of-your-own.md
  --seed-a N       draws among equally good nodes (default 1)
  --seed-b N       (default 1)
  --json           everything as one JSON object, else a summary and what differs
`;

const { values } = parseArgs({
  options: {
    pods: { type: 'string' },
    cluster: { type: 'string' },
    nodes: { type: 'string', default: '10' },
    count: { type: 'string', default: '60' },
    plugin: { type: 'string' },
    a: { type: 'string' },
    b: { type: 'string' },
    'seed-a': { type: 'string', default: '1' },
    'seed-b': { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || (values.b && values.plugin)) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const cluster = values.cluster ? byResource(read(values.cluster)) : { nodes: uniformNodes(Number(values.nodes)) };
const stream = values.pods ? (podsOf(read(values.pods)) as Pod[]) : mixedPods(Number(values.count));
const sandbox = values.plugin ? openNodeSandbox() : undefined;
try {
  const a = contestant(values.a, values['seed-a']);
  const b = values.plugin ? own(values.plugin, values['seed-b']) : contestant(values.b, values['seed-b']);
  const result = await race({ cluster, stream }, { a, b }, { openSandbox: () => sandbox as Sandbox });
  console.log(values.json ? JSON.stringify(result.comparison) : summary(result));
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(`${values.plugin ?? 'simulate'}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await sandbox?.end();
}

function contestant(file: string | undefined, seed: string): Contestant {
  return file ? { kind: 'custom', text: readFileSync(file, 'utf8'), seed: Number(seed) } : { kind: 'default', seed: Number(seed) };
}

function own(file: string, seed: string): Contestant {
  const { outputText, diagnostics = [] } = ts.transpileModule(readFileSync(file, 'utf8'), {
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const [problem] = diagnostics;
  if (problem) {
    const line = (problem.file?.getLineAndCharacterOfPosition(problem.start ?? 0).line ?? 0) + 1;
    throw new RangeError(`line ${line}: ${ts.flattenDiagnosticMessageText(problem.messageText, '\n')}`);
  }
  return { kind: 'own', code: outputText, seed: Number(seed) };
}

function read(file: string): AnyObject[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).flatMap((document) => {
    const object = document.toJS() as (AnyObject & { items?: AnyObject[] }) | null;
    return object?.items ?? (object ? [object] : []);
  });
}

/** By the camel-case plural that the scheduler's lists go by. */
function byResource(objects: readonly AnyObject[]): Record<string, AnyObject[]> {
  const lists: Record<string, AnyObject[]> = {};
  for (const object of objects) {
    const kind = object.kind ?? '';
    const name = `${kind.charAt(0).toLowerCase()}${kind.slice(1)}${kind.endsWith('s') ? 'es' : 's'}`.replace(/ys$/, 'ies');
    (lists[name] ??= []).push(object);
  }
  return lists;
}

function summary({ comparison, tookMs }: RaceResult): string {
  const { a, b, placements, different, firstDivergence, pending } = comparison;
  const percent = (part: number) => `${(part * 100).toFixed(1)} %`;
  const rows: [string, string | number, string | number][] = [
    ['placed', a.placed, b.placed],
    ['pending', a.pending, b.pending],
    ['nodes used', a.nodesUsed, b.nodesUsed],
    ['CPU requested', percent(a.utilisation.cpu), percent(b.utilisation.cpu)],
    ['memory requested', percent(a.utilisation.memory), percent(b.utilisation.memory)],
    ['imbalance of CPU', percent(a.imbalance), percent(b.imbalance)],
    ['pods per node', `${a.podsPerNode.least}-${a.podsPerNode.most}`, `${b.podsPerNode.least}-${b.podsPerNode.most}`],
    ['free CPU in splinters', percent(a.fragmentation), percent(b.fragmentation)],
    ['time to decide', `${tookMs.a.toFixed(0)} ms`, `${tookMs.b.toFixed(0)} ms`],
  ];
  const lines = [['', 'A', 'B'], ...rows].map((cells) =>
    cells
      .map((cell, at) => String(cell).padEnd(at === 0 ? 24 : 14))
      .join('')
      .trimEnd(),
  );
  const place = (node: string | undefined) => node ?? 'pending';
  lines.push('', `${different} of ${placements.length} pods went elsewhere.`);
  if (firstDivergence)
    lines.push(
      `First: ${firstDivergence.pod} (pod ${firstDivergence.index + 1}): A ${place(firstDivergence.a)}, B ${place(firstDivergence.b)}`,
    );
  for (const run of ['a', 'b'] as const)
    for (const { pod, message } of pending[run].slice(0, 3)) lines.push(`Pending in ${run.toUpperCase()}: ${pod}: ${message}`);
  return lines.join('\n');
}
