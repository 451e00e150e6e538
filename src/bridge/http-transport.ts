import { failure } from '../../workers/api/status';
import type { ClockState, PageReply, PageRequest } from '../../workers/protocol/page';
import type { Transport } from '../state/transport';
import { createWatchPool } from './watch-pool';

/** How often the clock of a served cluster is asked for. */
const clockPollMs = 200;

/** A cluster behind HTTP at `base` ("" for the page's own origin). */
export function createHttpTransport(base: string): Transport {
  const listeners = new Set<(clock: ClockState) => void>();
  const closing = new AbortController();
  const pool = createWatchPool();
  let poll: ReturnType<typeof setTimeout> | undefined;

  const request = (message: PageRequest) => exchange(base, message, closing.signal);
  const pollClock = async () => {
    const reply = await request({ method: 'GET', path: '/sim/clock' });
    if (reply.code === 200) for (const listener of listeners) listener(reply.body as ClockState);
    if (listeners.size > 0 && !closing.signal.aborted && reply.code !== 404) poll = setTimeout(() => void pollClock(), clockPollMs);
    else poll = undefined;
  };

  return {
    kind: 'http',
    request,
    watch: (path, sink) => pool.add(base + path, sink),
    onClock(listener) {
      listeners.add(listener);
      if (poll === undefined) void pollClock();
      return () => listeners.delete(listener);
    },
    door: () => ({ base }),
    close() {
      clearTimeout(poll);
      closing.abort();
      pool.close();
    },
  };
}

/** True where `base` answers like a Kubernetes API server. */
export async function servesKubernetes(base: string): Promise<boolean> {
  try {
    const response = await fetch(`${base}/version`, { headers: { accept: 'application/json' } });
    if (!response.ok || !response.headers.get('content-type')?.includes('json')) return false;
    const version: unknown = await response.json();
    return typeof version === 'object' && version !== null && 'gitVersion' in version;
  } catch {
    return false;
  }
}

async function exchange(base: string, request: PageRequest, signal: AbortSignal): Promise<PageReply> {
  const text = request.body === undefined || typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
  try {
    const response = await fetch(base + request.path, {
      method: request.method,
      headers: {
        accept: request.accept ?? 'application/json',
        ...(text === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
      },
      ...(text === undefined ? {} : { body: text }),
      signal,
    });
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    const body: unknown = isJson ? await response.json() : await response.text();
    return { code: response.status, body, warnings: warningsOf(response.headers.get('warning')) };
  } catch (error) {
    return { code: 0, body: failure(0, 'ConnectionRefused', String(error)) };
  }
}

/** The texts of `299 - "text"` warning headers. */
function warningsOf(header: string | null): string[] {
  return [...(header ?? '').matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? '').replace(/\\(.)/g, '$1'));
}
