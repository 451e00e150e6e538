/** A plain HTTP server: what any image is that nobody described. */
import type { ProgramHost, RunningProgram } from './program';

/** Listens on its declared ports (or `port`) after `listenAfterMs`; exits 0 on SIGTERM. */
export function server(
  host: ProgramHost,
  options: { readonly port?: number; readonly listenAfterMs?: number; readonly banner?: string } = {},
): RunningProgram {
  const ports = options.port === undefined ? host.declaredPorts : [options.port];
  const listen = (): void => {
    for (const port of ports) {
      if (host.listen(port)) continue;
      host.log(`listen tcp :${port}: bind: address already in use`, 'stderr');
      host.exit(1);
      return;
    }
  };
  if (options.listenAfterMs) host.after(options.listenAfterMs, listen);
  else listen();
  if (options.banner) host.log(options.banner);
  return {
    signal: (signal) => {
      if (signal !== 'SIGTERM' && signal !== 'SIGINT' && signal !== 'SIGQUIT') return false;
      host.exit(0);
      return true;
    },
    grpcServing: () => true,
    http: ({ path }) => ({ code: 200, body: `${host.hostname} ${path}\n`, latencyMs: 2 }),
  };
}
