import type { HttpReply } from '../http';

/** Checks that can be asked one by one; Differs: upstream lists some thirty start-up hooks. */
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  healthz: ['ping', 'log', 'etcd'],
  livez: ['ping', 'log', 'etcd'],
  readyz: ['ping', 'log', 'etcd', 'etcd-readiness', 'informer-sync', 'shutdown'],
};

/** /healthz, /livez, /readyz and /livez/<check>; the simulated server is healthy whenever it answers. */
export function health(path: string): HttpReply | undefined {
  const [name = '', check] = path.slice(1).split('/');
  const checks = Object.hasOwn(CHECKS, name) ? CHECKS[name] : undefined;
  if (!checks) return undefined;
  const known = check === undefined || checks.includes(check);
  return { code: known ? 200 : 404, contentType: 'text/plain; charset=utf-8', body: known ? 'ok' : '404 page not found\n' };
}
