// `npm run bench -- [name...]`: prints one JSON line per figure: {"name", "value", "unit", ...}. Numbers are of this machine and this run;
// compare only lines of one run.
import { apiBench } from './api';
import { bootBench } from './boot';
import { deploymentBench } from './deployment';
import { httpBench } from './http';
import { pageBench } from './page';
import { schedulingBench } from './scheduling';
import { sizeBench } from './size';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly [detail: string]: unknown;
}

export type Print = (figure: Figure) => void;

const benches: Readonly<Record<string, (print: Print) => Promise<void> | void>> = {
  boot: bootBench,
  deployment: deploymentBench,
  api: apiBench,
  http: httpBench,
  scheduling: schedulingBench,
  size: sizeBench,
  page: pageBench,
};

const names = process.argv.slice(2);
for (const [name, bench] of Object.entries(benches)) {
  if (names.length && !names.includes(name)) continue;
  await bench((figure) => console.log(JSON.stringify({ ...figure, value: Math.round(figure.value * 1000) / 1000 })));
}
process.exit(0);
