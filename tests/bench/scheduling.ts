import type { Print } from './run';
import { measureAlgorithm } from './scheduling-algorithm';
import { measureComponent } from './scheduling-component';
import { REAL_CPU_MS, SHAPES } from './scheduling-shapes';
import type { SchedulingShape } from './scheduling-shapes';

/** Each figure is the least of several runs, as in the recording of the real scheduler. */
const RUNS = 3;
const ALGORITHM_RUNS = 10;
/** Small runs of a shape beforehand are thrown away: they measure the compiler, which the real scheduler had run long before. */
const WARM_UP_RUNS = 100;
const WARM_UP = { nodes: 200, existing: 40, pods: 80 } as const;

/**
 * Two figures per shape, both in processor time (garbage collection in other threads included) with recording on:
 *
 * - `scheduling-<shape>`: pods per second of the whole component. Covers informers, queue, decision, record, assume, bindings with their
 *   replies, events. Leaves out the API server (beside it, `apiServerMsPerPod`) and kubelets (there are none).
 * - `algorithm-<shape>`: milliseconds per pod of the algorithm. Covers what golden/scheduler/perf.json covers: the pod's own info, the
 *   cluster as of now, PreFilter, filters, PreScore, scores, choice, assume; and the record. `shareOfReal` divides by the figure there.
 *   `recordBytes` is what the record of an attempt holds.
 *
 * `BENCH_SHAPES=name,...` and `BENCH_NODES=n,...` choose.
 */
export function schedulingBench(print: Print): void {
  const names = process.env['BENCH_SHAPES']?.split(',');
  const sizes = process.env['BENCH_NODES']?.split(',').map(Number);
  for (const shape of SHAPES) {
    if ((names && !names.includes(shape.name)) || (sizes && !sizes.includes(shape.nodes))) continue;
    printAlgorithm(shape, print);
    printComponent(shape, print);
  }
}

function printAlgorithm(shape: SchedulingShape, print: Print): void {
  const { name, nodes, likeReal } = shape;
  if (likeReal === undefined) return;
  for (let run = 0; run < WARM_UP_RUNS; run++) measureAlgorithm({ ...shape, ...WARM_UP });
  const runs = Array.from({ length: ALGORITHM_RUNS }, () => measureAlgorithm(shape));
  const { pods, recordBytes } = runs[0] as (typeof runs)[number];
  const msPerPod = Math.min(...runs.map((run) => run.msPerPod));
  const realMsPerPod = REAL_CPU_MS[likeReal]?.[nodes] ?? Number.NaN;
  print({
    name: `algorithm-${name}`,
    nodes,
    pods,
    value: msPerPod,
    unit: 'ms/pod',
    realMsPerPod,
    shareOfReal: round(msPerPod / realMsPerPod),
    recordBytes,
  });
}

function printComponent(shape: SchedulingShape, print: Print): void {
  const { name, nodes, pods, bound = pods } = shape;
  measureComponent({ ...shape, ...WARM_UP, ...(shape.churns ? { churns: 2 } : {}) });
  const runs = Array.from({ length: RUNS }, () => measureComponent(shape));
  for (const run of runs) if (run.bound !== bound) throw new Error(`${name}, ${nodes} nodes: ${run.bound} of ${bound} pods are bound`);
  const msPerPod = Math.min(...runs.map((run) => run.msPerPod));
  const apiServerMsPerPod = Math.min(...runs.map((run) => run.apiServerMsPerPod));
  print({
    name: `scheduling-${name}`,
    nodes,
    pods,
    value: 1000 / msPerPod,
    unit: 'pods/s',
    msPerPod: round(msPerPod),
    apiServerMsPerPod: round(apiServerMsPerPod),
  });
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
