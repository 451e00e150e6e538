// `npm run -s decide -- FILE.jsonl`: for each line, a described cluster with a pod, a stream of pods, a change or a scheduler
// configuration, prints one line {"id", "expect"}: what the scheduler makes of it. Which of the four a line is shows in its fields.
import { readFileSync } from 'node:fs';
import { loadConfiguration } from '../workers/scheduler/config/load';
import { decide } from '../workers/scheduler/decide';
import { hintsFor } from '../workers/scheduler/hints';
import { placeStream } from '../workers/scheduler/place-all';

type Line = Readonly<Record<string, unknown>> & { readonly id?: unknown };

const file = process.argv[2];
if (!file) {
  console.error('usage: npm run -s decide -- FILE.jsonl');
  process.exit(2);
}
for (const text of readFileSync(file, 'utf8').split('\n')) {
  if (text.trim() === '') continue;
  const line = JSON.parse(text) as Line;
  console.log(JSON.stringify({ id: line.id, expect: answerOf(line) }));
}

function answerOf(line: Line): unknown {
  if ('doc' in line) return loadConfiguration(line['doc']);
  if (line['stream']) return { steps: placeStream(line as unknown as Parameters<typeof placeStream>[0]) };
  if (line['kind']) return { events: hintsFor(line as unknown as Parameters<typeof hintsFor>[0]) };
  return decide(line as unknown as Parameters<typeof decide>[0]);
}
