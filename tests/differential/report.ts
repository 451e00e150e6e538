/** What a measurement prints. */
import type { Measured, Shape, Tally } from './measure';

const BODY_MAX = 4_000;

/** Counts per kind, then at most `shapesMax` sorts of differences, most frequent first. */
export function report({ theme, byKind, shapes }: Measured, shapesMax: number): string {
  const kinds = [...byKind].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const sum = (of: keyof Tally) => kinds.reduce((total, [, tally]) => total + tally[of], 0);
  const lines = kinds.map(([kind, { equal, total }]) => `  ${kind} ${equal}/${total}`);
  return [
    `${theme}: ${sum('equal')} of ${sum('total')} equal (${sum('accepted')} of ${sum('asked')} requests accepted), ${shapes.length} sorts of differences`,
    ...lines,
    ...shapes.slice(0, shapesMax).map(describe),
    ...(shapes.length > shapesMax ? [`  and ${shapes.length - shapesMax} more sorts`] : []),
  ].join('\n');
}

function describe({ shape, count, kinds, example }: Shape): string {
  const { scenario, step, lines } = example;
  const requests = scenario.steps.slice(0, step + 1).map(({ method, path, contentType, headers, body, text }) => {
    const sent = text ?? (body === undefined ? '' : JSON.stringify(body).slice(0, BODY_MAX));
    const more = [contentType, ...Object.entries(headers ?? {}).map((pair) => pair.join(': '))].filter((part) => part !== undefined);
    return `    > ${method} ${path}${more.length > 0 ? ` (${more.join(', ')})` : ''} ${sent}`.trimEnd();
  });
  return [`## ${count}x ${[...kinds].join(', ')}: ${shape}`, ...requests, ...lines.map((line) => `    ${line}`)].join('\n');
}
