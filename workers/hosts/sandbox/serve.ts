/** Inside the sandbox: one race of one plugin, told over one port. */
import { EPOCH_MS } from '../../api/time';
import { deepFreeze } from '../../lib/clone';
import type { FromSandbox, OwnCall, SandboxStart } from '../../protocol/race';
import type { Pod } from '../../resources/core/pods/types';
import { runStream } from '../../scheduler/compare/run';
import { PluginFault, callText } from '../../scheduler/own/fault';
import { ownConfiguration, ownPlugin } from '../../scheduler/own/plugin';
import type { Guard } from '../../scheduler/own/plugin';
import { checkedPlugin } from '../../scheduler/own/shape';
import { PLUGINS } from '../../scheduler/registry';
import { confine } from './confine';
import { warmUp } from './warm-up';

/** Makes a function of a CommonJS module's text. */
export type Compile = (
  code: string,
) => (exports: object, module: { exports: { default?: unknown } }, require: (name: string) => never) => void;

/** A sign of life at least so often, as far as the plugin returns at all. */
const BEAT_MS = 100;

export function serveSandbox(port: MessagePort, compile: Compile): void {
  // Bound before any foreign code runs, which then has no way to get hold of the port.
  const post = port.postMessage.bind(port) as (message: FromSandbox) => void;
  const now = performance.now.bind(performance);
  port.addEventListener('message', ({ data }: MessageEvent<SandboxStart>) => {
    confine(globalThis, { seed: data.seed, nowMs: EPOCH_MS });
    try {
      const { placements, tookMs } = run(data, compile, post, now);
      post({ type: 'done', placements, tookMs });
    } catch (error) {
      post({ type: 'failed', message: textOf(error) });
    }
  });
  port.start();
  post({ type: 'ready' });
}

function run(
  { code, cluster, stream, seed, callMsMax }: SandboxStart,
  compile: Compile,
  post: (message: FromSandbox) => void,
  now: () => number,
) {
  deepFreeze(cluster);
  deepFreeze(stream);
  const plugin = checkedPlugin(
    exported(compile, code),
    PLUGINS.map(({ name }) => name),
  );
  let index = 0;
  let last: OwnCall | undefined;
  let beatMs = 0;
  const guard: Guard = (at, call) => {
    const startMs = now();
    if (at.pod !== last?.pod || at.point !== last.point || startMs - beatMs > BEAT_MS) {
      post({ type: 'at', index, call: at });
      beatMs = startMs;
    }
    last = at;
    const answer = call();
    const tookMs = now() - startMs;
    if (tookMs > callMsMax) throw new PluginFault(`took ${Math.round(tookMs)} ms; at most ${callMsMax} ms are allowed`, at);
    return answer;
  };
  const options = { config: ownConfiguration(plugin), seed, plugins: [ownPlugin(plugin, guard)], onPod: (at: number) => void (index = at) };
  const pods = stream as unknown as readonly Pod[];
  warmUp(cluster, pods, {}, now);
  const startedMs = now();
  const { placements } = runStream(cluster, pods, options);
  return { placements, tookMs: now() - startedMs };
}

function exported(compile: Compile, code: string): unknown {
  const module = { exports: {} as { default?: unknown } };
  try {
    compile(code)(module.exports, module, (name) => {
      throw new PluginFault(`cannot import "${name}": a plugin is one file`, undefined);
    });
  } catch (error) {
    if (error instanceof PluginFault) throw error;
    throw new PluginFault(`the module failed: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`, undefined);
  }
  return module.exports.default;
}

/** "score of default/web-1 on node-2: TypeError: ..." */
function textOf(error: unknown): string {
  if (!(error instanceof PluginFault)) return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const { at, message } = error;
  return at ? `${callText(at)}: ${message}` : message;
}
