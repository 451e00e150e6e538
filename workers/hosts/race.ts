/** Two contestants on one stream, one after the other, away from the page and the cluster. Changes nothing in the cluster. */
import type { AnyObject } from '../api/meta';
import type { Contestant, RaceProgress, RaceResult, RaceStream, Side } from '../protocol/race';
import type { Pod } from '../resources/core/pods/types';
import { CONFIGURATIONS } from '../scheduler/compare/configurations';
import { compareRuns } from '../scheduler/compare/compare';
import { repeatRun, runStream } from '../scheduler/compare/run';
import type { Run } from '../scheduler/compare/run';
import { mixedPods, uniformNodes } from '../scheduler/compare/stream';
import { configurationError, loadText } from '../scheduler/config/load';
import type { SchedulerConfiguration } from '../scheduler/config/profile';
import { anew, waiting } from './compare';
import { SANDBOX_LIMITS, sandboxedRun } from './sandbox/run';
import type { Sandbox, SandboxLimits } from './sandbox/run';
import { warmUp } from './sandbox/warm-up';

export interface RaceTrack {
  readonly cluster: Readonly<Record<string, readonly AnyObject[]>>;
  readonly stream: readonly Pod[];
}

export interface RaceOptions {
  readonly openSandbox: (side: Side) => Sandbox;
  readonly onProgress?: (progress: RaceProgress) => void;
  readonly limits?: SandboxLimits;
}

const PROGRESS_MS = 50;

/** What cannot be run is a RangeError with the reason. */
export async function race(
  { cluster, stream }: RaceTrack,
  contestants: Readonly<Record<Side, Contestant>>,
  options: RaceOptions,
): Promise<RaceResult> {
  if (stream.length === 0) throw new RangeError('there is no pod to place');
  const configs = { a: configurationOf('a', contestants.a), b: configurationOf('b', contestants.b) };
  const a = await runOf('a');
  const b = await runOf('b');
  return { comparison: compareRuns(a.run, b.run), tookMs: { a: a.tookMs, b: b.tookMs } };

  async function runOf(side: Side): Promise<{ run: Run; tookMs: number }> {
    const onPod = reporter(side, stream.length, options.onProgress);
    const contestant = contestants[side];
    const { seed } = contestant;
    if (contestant.kind === 'own') {
      const start = { code: contestant.code, cluster, stream: stream as unknown as readonly AnyObject[], seed };
      const { placements, tookMs } = await sandboxedRun(options.openSandbox(side), start, {
        limits: options.limits ?? SANDBOX_LIMITS,
        onPod,
      });
      return { run: repeatRun(cluster, stream, placements), tookMs };
    }
    warmUp(cluster, stream, { config: configs[side] }, () => performance.now());
    const startedMs = performance.now();
    const run = runStream(cluster, stream, { config: configs[side], seed, onPod });
    return { run, tookMs: performance.now() - startedMs };
  }
}

/** `read`: the lists of the cluster by plural. */
export async function trackOf(stream: RaceStream, read: () => Promise<RaceTrack['cluster']>): Promise<RaceTrack> {
  if (stream.kind === 'made') return { cluster: { nodes: uniformNodes(stream.nodes) }, stream: mixedPods(stream.pods) };
  const cluster = await read();
  const pods = (cluster['pods'] ?? []) as unknown as readonly Pod[];
  return stream.kind === 'anew' ? { cluster: { ...cluster, pods: [] }, stream: anew(pods) } : { cluster, stream: waiting(pods) };
}

/** Validated as the scheduler does when it starts; undefined for a plugin of one's own, which brings its own. */
function configurationOf(side: Side, contestant: Contestant): SchedulerConfiguration {
  if (!Number.isSafeInteger(contestant.seed)) throw new RangeError(`${side}.seed: Invalid value: must be an integer`);
  if (contestant.kind === 'own') return {};
  if (contestant.kind !== 'custom') return CONFIGURATIONS[contestant.kind];
  const loaded = loadText(contestant.text);
  const error = configurationError(loaded);
  if (error || !loaded.defaulted) throw new RangeError(`${side}: ${error ?? 'there is no configuration'}`);
  return loaded.defaulted;
}

function reporter(side: Side, total: number, onProgress: RaceOptions['onProgress']): (index: number) => void {
  let toldMs = 0;
  return (index) => {
    const nowMs = performance.now();
    if (!onProgress || nowMs - toldMs < PROGRESS_MS) return;
    toldMs = nowMs;
    onProgress({ step: side, done: Math.min(index, total), total });
  };
}
