/**
 * Pods of one owner are interchangeable: which of them was a scale-down victim or got which node is chance. Before a run
 * is compared, the numbers within each generateName are permuted so that the objects fit best; names that a step uses are
 * fixed by their order of creation. Nodes that are made alike may stand for each other too: which of them the scheduler or a
 * rollout takes first is chance.
 */
import { compareCheckpoints, compareStories } from './compare';
import { compareEvents } from './compare-events';
import { compareTimelines } from './compare-timelines';
import type { Mask, NodeNames, Numbering } from './mask';
import type { Played } from './play';
import { tell } from './tell';
import type { Scenario, Story } from './scenario';
import { periodsOf } from './tolerances';

/** Of larger groups the recordings show only few by name: those are exchanged, the rest is left in order of creation. */
const MEMBERS_MAX = 40;
/** Exchanges tried per scenario. */
const TRIALS_MAX = 60;

/** Our run told so that it fits the recording best, and what still differs. */
export function bestTelling(scenario: Scenario, played: Played): { readonly mask: Mask; readonly differences: readonly string[] } {
  let best: { readonly mask: Mask; readonly differences: readonly string[] } | undefined;
  for (const nodeNames of equalNodes(scenario)) {
    const { numbering, groups } = firstGuess(scenario, played, nodeNames);
    const { mask, story } = tell(scenario, played, improved(scenario, played, numbering, groups, nodeNames), nodeNames);
    const differences = compareStories(scenario, story);
    if (!best || differences.length < best.differences.length) best = { mask, differences };
    if (differences.length === 0) break;
  }
  return best as { readonly mask: Mask; readonly differences: readonly string[] };
}

/** All ways in which nodes that are made alike, and that no step names, can stand for each other; at most 24. */
function equalNodes(scenario: Scenario): NodeNames[] {
  if (scenario.cluster.nodes === 'common') return [new Map()];
  const steps = JSON.stringify(scenario.steps);
  const alike = new Map<string, string[]>();
  for (const { name, ...rest } of scenario.cluster.nodes) {
    const key = JSON.stringify(rest);
    if (!steps.includes(`ns1-${name}`)) alike.set(key, [...(alike.get(key) ?? []), `ns1-${name}`]);
  }
  const [names = []] = [...alike.values()].sort((a, b) => b.length - a.length);
  return permutations(names.slice(0, 4)).map((other) => new Map(names.slice(0, 4).map((name, at) => [name, other[at] as string])));
}

function permutations(names: readonly string[]): string[][] {
  if (names.length < 2) return [[...names]];
  return names.flatMap((first, at) => permutations([...names.slice(0, at), ...names.slice(at + 1)]).map((rest) => [first, ...rest]));
}

/** What the members' own objects cannot tell, other objects' lists and events may: exchanges pairs that differences name. */
function improved(
  scenario: Scenario,
  played: Played,
  guess: Numbering,
  groups: ReadonlyMap<string, readonly string[]>,
  nodeNames: NodeNames,
): Numbering {
  let best = guess;
  let differences = compareStories(scenario, tell(scenario, played, best, nodeNames).story);
  let trials = 0;
  for (const [group, names] of groups) {
    if (names.length < 2 || names.length > MEMBERS_MAX) continue;
    for (let a = 0; a < names.length; a++) {
      for (let b = a + 1; b < names.length; b++) {
        const text = differences.join('\n');
        if (differences.length === 0 || !text.includes(names[a] as string) || !text.includes(names[b] as string)) continue;
        if (++trials > TRIALS_MAX) return best;
        const columns = [...(best.get(group) ?? names.map((_, at) => at))];
        const [x, y] = [columns.indexOf(a), columns.indexOf(b)];
        [columns[x], columns[y]] = [b, a];
        const swapped = new Map([...best, [group, columns]]);
        const found = compareStories(scenario, tell(scenario, played, swapped, nodeNames).story);
        if (found.length < differences.length) [best, differences] = [swapped, found];
      }
    }
  }
  return best;
}

function firstGuess(
  scenario: Scenario,
  played: Played,
  nodeNames: NodeNames,
): { numbering: Numbering; groups: ReadonlyMap<string, readonly string[]> } {
  const { story, mask } = tell(scenario, played, new Map(), nodeNames);
  const numbering = new Map<string, readonly number[]>();
  const steps = JSON.stringify(scenario.steps.map(({ result: _, ...step }) => step));
  for (const [group, names] of mask.groups) {
    if (names.length < 2) continue;
    if (names.length > MEMBERS_MAX) {
      numbering.set(group, swapStrangers(names, JSON.stringify(scenario.checkpoints), JSON.stringify(story.checkpoints)));
      continue;
    }
    const fixed = names.map((name) => steps.includes(JSON.stringify(name).slice(1, -1)));
    const cost = names.map((ours) => names.map((recorded) => misfit(scenario, story, recorded, ours)));
    numbering.set(group, assign(cost, fixed));
  }
  return { numbering, groups: mask.groups };
}

/** Names that only the recording shows change places with names that only ours shows. */
function swapStrangers(names: readonly string[], recorded: string, ours: string): number[] {
  const columns = names.map((_, at) => at);
  const shown = names
    .map((name) => JSON.stringify(name).slice(1, -1))
    .map((name) => [recorded.includes(name), ours.includes(name)] as const);
  const wanted = columns.filter((at) => shown[at]?.[0] && !shown[at]?.[1]);
  const given = columns.filter((at) => shown[at]?.[1] && !shown[at]?.[0]);
  given.slice(0, wanted.length).forEach((at, pair) => {
    const other = wanted[pair] as number;
    columns[at] = other;
    columns[other] = at;
  });
  return columns;
}

/** Number of differences if our object of one name were the recorded one of another. */
function misfit(scenario: Scenario, story: Story, recorded: string, ours: string): number {
  const renamed =
    recorded === ours
      ? { scenario: keep(scenario, recorded), story: keep(story, ours) }
      : { scenario: keep(scenario, recorded), story: rename(keep(story, ours), ours, recorded) };
  const periods = periodsOf(scenario);
  const named = (key: string): boolean => key.endsWith(`/${recorded}`) || key.endsWith(`:${recorded}`);
  return (
    compareCheckpoints(renamed.scenario, renamed.story, periods, named).length +
    compareTimelines(renamed.scenario, renamed.story, periods, named).length +
    compareEvents(renamed.scenario, renamed.story, periods, named).length
  );
}

/** Only what is told of the objects with this name. */
function keep<T extends Story>(story: T, name: string): T {
  const named = ([key]: [string, unknown]): boolean => key.endsWith(`/${name}`) || key.endsWith(`:${name}`);
  const filter = <V>(record: Record<string, V>): Record<string, V> => Object.fromEntries(Object.entries(record).filter(named));
  return {
    ...story,
    checkpoints: story.checkpoints.map((one) => ({ ...one, objects: filter(one.objects) })),
    timeline: filter(story.timeline),
    events: filter(story.events),
  };
}

function rename(story: Story, from: string, to: string): Story {
  return JSON.parse(
    JSON.stringify({ checkpoints: story.checkpoints, timeline: story.timeline, events: story.events }).replaceAll(
      JSON.stringify(from).slice(1, -1),
      JSON.stringify(to).slice(1, -1),
    ),
  ) as Story;
}

/** For each row a different column, cheap in sum: in order first, then swaps until none helps. */
function assign(cost: readonly (readonly number[])[], fixed: readonly boolean[]): number[] {
  const columns = cost.map((_, at) => at);
  const at = (row: number, column: number): number => (cost[row] as readonly number[])[column] as number;
  for (let improved = true; improved;) {
    improved = false;
    for (let a = 0; a < columns.length; a++) {
      for (let b = a + 1; b < columns.length; b++) {
        if (fixed[a] || fixed[b]) continue;
        const [x, y] = [columns[a] as number, columns[b] as number];
        if (at(a, y) + at(b, x) < at(a, x) + at(b, y)) {
          columns[a] = y;
          columns[b] = x;
          improved = true;
        }
      }
    }
  }
  return columns;
}
