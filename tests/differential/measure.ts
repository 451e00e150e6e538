/** Plays scenarios of a theme on two servers and counts. */
import { randomStream } from '../../workers/sim/prng';
import { pick } from './kinds';
import { ask, play, remove } from './scenario';
import type { Scenario } from './scenario';
import type { Side } from './side';
import type { Theme } from './themes/theme';

export interface Tally {
  equal: number;
  total: number;
  /** Requests, and those that the real server accepted. */
  asked: number;
  accepted: number;
}

/** One sort of difference. */
export interface Shape {
  readonly shape: string;
  count: number;
  readonly kinds: Set<string>;
  /** The shortest scenario that shows it, up to the step that differs. */
  example: { readonly scenario: Scenario; readonly step: number; readonly lines: readonly string[] };
}

export interface Measured {
  readonly theme: string;
  readonly byKind: ReadonlyMap<string, Tally>;
  readonly shapes: readonly Shape[];
}

export interface Measurement {
  readonly real: Side;
  readonly ours: Side;
  readonly seed: number;
  readonly scenarios: number;
  /** Only this kind. */
  readonly kind?: string | undefined;
}

/** What scenarios are played in; it has to be free on the real server. */
function namespaceOf(theme: Theme, seed: number): string {
  return `differ-${theme.name}-${seed}`;
}

/** Makes the namespace on both servers, plays, and takes it away. */
export async function measure(theme: Theme, { real, ours, seed, scenarios, kind: only }: Measurement): Promise<Measured> {
  const namespace = namespaceOf(theme, seed);
  for (const side of [real, ours]) await furnish(side, namespace);
  const random = randomStream(seed, theme.name);
  const kinds = theme.kinds(namespace, only);
  const byKind = new Map<string, Tally>();
  const shapes = new Map<string, Shape>();
  for (let run = 0; run < scenarios && kinds.length > 0; run++) {
    const kind = pick(kinds, random);
    const scenario = theme.scenario(kind, `${theme.name}-${seed}-${run}`, random.fork(String(run)));
    const { difference, codes } = await play(real, ours, scenario);
    const tally = byKind.get(kind.name) ?? { equal: 0, total: 0, asked: 0, accepted: 0 };
    byKind.set(kind.name, tally);
    tally.total++;
    tally.asked += codes.length;
    tally.accepted += codes.filter((code) => code < 300).length;
    if (!difference) tally.equal++;
    else note(shapes, { shape: difference.shape, example: { scenario, step: difference.step, lines: difference.lines } });
  }
  await end(real, `/api/v1/namespaces/${namespace}`);
  return { theme: theme.name, byKind, shapes: [...shapes.values()].toSorted((one, other) => other.count - one.count) };
}

function note(shapes: Map<string, Shape>, { shape, example }: Pick<Shape, 'shape' | 'example'>): void {
  const known = shapes.get(shape);
  if (!known) {
    shapes.set(shape, { shape, count: 1, kinds: new Set([example.scenario.kind]), example });
    return;
  }
  known.count++;
  known.kinds.add(example.scenario.kind);
  if (length(example) < length(known.example)) known.example = example;
}

function length({ scenario, step }: Shape['example']): number {
  return JSON.stringify(scenario.steps.slice(0, step + 1)).length;
}

/** A namespace with the service account that controllers put into every one: pods need it. */
async function furnish(side: Side, namespace: string): Promise<void> {
  const parts = [
    { path: '/api/v1/namespaces', name: namespace },
    { path: `/api/v1/namespaces/${namespace}/serviceaccounts`, name: 'default' },
  ];
  for (const { path, name } of parts) {
    const { code, body } = await ask(side, { method: 'POST', path, body: { metadata: { name } } }, []);
    if (code !== 201 && code !== 409) throw new Error(`${path}/${name}: ${code} ${JSON.stringify(body)}`);
  }
}

const POLL_MS = 250;
const POLLS_MAX = 80;

/** Deletes a namespace and waits until the server has taken it away, so that the same seed can be played again at once. */
async function end(side: Side, path: string): Promise<void> {
  await remove(side, [path]);
  for (let poll = 0; poll < POLLS_MAX; poll++) {
    const { code } = await ask(side, { method: 'GET', path }, []);
    if (code === 404) return;
    await side.pause(POLL_MS);
  }
  console.error(`${path} is still terminating`);
}
