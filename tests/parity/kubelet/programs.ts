/** The images that the recordings were made with, as programs. */
import type { ImageDefinition, ProgramHost, RunningProgram } from '../../../workers/kubelet/images/program';

const FRESH_SIZES: Readonly<Record<string, number>> = { v1: 5_724_541, v2: 5_724_858, v3: 5_725_183, v6: 5_726_126 };
/** From the process' start to its open port. */
const LISTEN_MS = 5;
const REGISTRY_TEXT = 'http://<registry>/v2/library';

export const recordedImages: readonly ImageDefinition[] = [
  { name: 'busybox', sizeBytes: 1_036_868, cmd: ['sh'], shell: true },
  { ...webImage('web:1.0', 5_723_380) },
  { ...webImage('web:1.1', 5_723_421), env: { APP_VERSION: '1.1' }, workingDir: '/tmp' },
  { ...webImage('stopint:1.0', 5_723_370), stopSignal: 'SIGINT' },
  { name: 'numuser:1.0', sizeBytes: 1_036_904, cmd: ['sleep', '3600'], user: '1000', shell: true },
  { name: 'nameduser:1.0', sizeBytes: 1_036_903, cmd: ['sleep', '3600'], user: 'app', shell: true },
  { name: 'rootuser:1.0', sizeBytes: 1_036_901, cmd: ['sleep', '3600'], user: '0', shell: true },
  { name: 'nocmd:1.0', sizeBytes: 1_036_853, shell: true },
  ...['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6'].map((tag) => webImage(`fresh:${tag}`, FRESH_SIZES[tag] ?? 5_724_000)),
  ...['v0', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6'].map((tag) => ({ ...webImage(`slow:${tag}`, 5_725_502), pullMs: 15_900 })),
  {
    name: 'private',
    sizeBytes: 0,
    pullError: {
      reason: 'ErrImagePull' as const,
      message: `failed to pull and unpack image "docker.io/library/private:1.0": failed to resolve image: unexpected status from HEAD request to ${REGISTRY_TEXT}/private/manifests/1.0?ns=docker.io: 401 Unauthorized`,
    },
  },
  {
    name: 'broken',
    sizeBytes: 0,
    pullError: {
      reason: 'ErrImagePull' as const,
      message: `failed to pull and unpack image "docker.io/library/broken:1.0": failed to resolve image: unexpected status from HEAD request to ${REGISTRY_TEXT}/broken/manifests/1.0?ns=docker.io: 500 Internal Server Error`,
    },
  },
];

/** On the node from the start. */
export const presentImages = [
  'busybox:1.36',
  'web:1.0',
  'web:1.1',
  'numuser:1.0',
  'nameduser:1.0',
  'rootuser:1.0',
  'nocmd:1.0',
  'stopint:1.0',
];

function webImage(name: string, sizeBytes: number): ImageDefinition {
  return { name, sizeBytes, entrypoint: ['/web'], shell: true, run: web };
}

/** An HTTP server with flags for every misbehaviour. */
function web(host: ProgramHost): RunningProgram {
  const flags = new Map(
    host.argv.slice(1).map((arg) => {
      const [name = '', value = 'true'] = arg.replace(/^--?/, '').split('=');
      return [name, value] as const;
    }),
  );
  const ms = (name: string): number | undefined => (flags.has(name) ? durationMs(flags.get(name) as string) : undefined);
  const port = Number(flags.get('port') ?? 8080);
  const startedMs = host.nowMs();
  let toggled: boolean | undefined;
  host.log(`starting: port=${port}`);
  const listen = (): void => {
    if (host.listen(port)) return;
    host.log(`listen tcp :${port}: bind: address already in use`, 'stderr');
    host.exit(1);
  };
  host.after(ms('listen-after') ?? LISTEN_MS, listen);
  if (flags.has('grpc')) host.listen(Number(flags.get('grpc')));
  const exitAfter = ms('exit-after');
  if (exitAfter !== undefined) host.after(exitAfter, () => host.exit(Number(flags.get('exit-code') ?? 0)));
  const eat = Number(flags.get('eat') ?? 0) * 2 ** 20;
  if (eat > (host.memoryLimitBytes ?? Number.POSITIVE_INFINITY)) host.after(ms('eat-after') ?? 0, () => host.oomKill());
  const healthy = (): boolean => host.nowMs() - startedMs < (ms('fail-after') ?? Number.POSITIVE_INFINITY);
  const ready = (): boolean => toggled ?? (healthy() && host.nowMs() - startedMs >= (ms('ready-after') ?? 0));
  const latencyMs = ms('latency') ?? 1;
  return {
    signal: (signal) => {
      if (!['SIGTERM', 'SIGINT', 'SIGUSR1', 'SIGQUIT'].includes(signal) || flags.has('ignore-term')) return false;
      const code = Number(flags.get('term-code') ?? 0);
      const delay = ms('term-delay') ?? 0;
      host.after(delay, () => host.exit(code));
      return true;
    },
    http: ({ path }) => {
      const answer = (code: number, body = ''): { code: number; body: string; latencyMs: number } => ({ code, body, latencyMs });
      if (path === '/readyz') return ready() ? answer(200, 'ok\n') : answer(500, 'not ready\n');
      if (path === '/healthz' || path === '/livez') return healthy() ? answer(200, 'ok\n') : answer(500, 'unhealthy\n');
      if (path === '/redirect') return { ...answer(302), location: '/healthz' };
      if (path === '/redirect-out')
        return { ...answer(302, '<a href="http://example.org/">Found</a>.\n\n'), location: 'http://example.org/' };
      if (path.startsWith('/toggle')) {
        toggled = path.endsWith('ready=1');
        return answer(200);
      }
      return path === '/' ? answer(200, 'hello\n') : answer(404, '404 page not found\n');
    },
    grpcServing: () => ready(),
  };
}

function durationMs(text: string): number {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  let total = 0;
  for (const [, value, unit] of text.matchAll(/([\d.]+)(ms|s|m|h)/g)) total += Number(value) * (units[unit as string] as number);
  return total;
}
