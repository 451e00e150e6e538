// `npm run -s simulate -- --help`: the same pods under two scheduler configurations, or two seeds, side by side.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseAllDocuments } from 'yaml';
import type { AnyObject } from '../workers/api/meta';
import type { Pod } from '../workers/resources/core/pods/types';
import { compare } from '../workers/scheduler/compare/compare';
import type { Comparison } from '../workers/scheduler/compare/compare';
import { podsOf, uniformNodes } from '../workers/scheduler/compare/stream';
import { configurationError, loadConfiguration } from '../workers/scheduler/config/load';
import type { SchedulerConfiguration } from '../workers/scheduler/config/profile';

const HELP = `usage: npm run -s simulate -- --pods FILE [options]

Places the pods of FILE one after the other, twice, and shows where the two runs part.
FILE is YAML or JSON: Pods, and Deployments, ReplicaSets, StatefulSets and Jobs, which stand for their pods.

  --cluster FILE   Nodes, Pods that are there already, and what plugins read (PersistentVolumes, Services, ...)
  --nodes N        without --cluster: so many nodes of 4 CPUs and 16 Gi in three zones (default 10)
  --a FILE         KubeSchedulerConfiguration of the first run (default: the default one)
  --b FILE         of the second run
  --seed-a N       draws among equally good nodes (default 1)
  --seed-b N       (default 1)
  --json           everything as one JSON object, else a summary and what differs
`;

const { values } = parseArgs({
  options: {
    pods: { type: 'string' },
    cluster: { type: 'string' },
    nodes: { type: 'string', default: '10' },
    a: { type: 'string' },
    b: { type: 'string' },
    'seed-a': { type: 'string', default: '1' },
    'seed-b': { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || !values.pods) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}

const stream = podsOf(read(values.pods)) as Pod[];
const result = compare(
  values.cluster ? byResource(read(values.cluster)) : { nodes: uniformNodes(Number(values.nodes)) },
  stream,
  { ...configuration(values.a), seed: Number(values['seed-a']) },
  { ...configuration(values.b), seed: Number(values['seed-b']) },
);
console.log(values.json ? JSON.stringify(result) : summary(result));

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

function configuration(file: string | undefined): { readonly config?: SchedulerConfiguration } {
  if (!file) return {};
  const loaded = loadConfiguration(read(file)[0]);
  const error = configurationError(loaded);
  if (error || !loaded.defaulted) {
    console.error(`${file}: ${error ?? 'no configuration'}`);
    process.exit(1);
  }
  return { config: loaded.defaulted };
}

function summary({ a, b, placements, different, firstDivergence, pending }: Comparison): string {
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
