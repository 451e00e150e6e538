/** `kubectl logs -f`: the lines there are, then new ones until the container ends or the client goes. */
import type { AnyObject } from '../api/meta';
import { isFailure } from '../api/request';
import type { ApiReply, ApiRequest } from '../api/request';
import { logLines, logQuestion } from '../cluster/logs';
import type { LogOptions } from '../cluster/logs';
import type { LogsAnswer } from '../kubelet/node-queries';
import type { Engine } from './engine';

interface ContainerStatus {
  readonly name: string;
  readonly restartCount?: number;
  readonly state?: { readonly running?: object };
}

export interface LogSink {
  /** Called once, before anything is written. */
  open(): void;
  write(text: string): void;
  /** Resolves when the client has gone. */
  readonly gone: Promise<void>;
}

export function isFollowRequest({ resource, subresource, verb, body }: ApiRequest): boolean {
  const follow = (body as LogOptions | undefined)?.['follow'];
  return resource === 'pods' && subresource === 'log' && verb === 'get' && (follow === 'true' || follow === '1');
}

/** Resolves when the log has ended; with the failure if there is none to follow. */
export async function followPodLog(engine: Engine, request: ApiRequest, sink: LogSink): Promise<ApiReply | undefined> {
  const first = await engine.request(request);
  if (isFailure(first) || first.code === 204) return first;
  sink.open();
  const { subresource: _log, body, ...get } = request;
  const { tailLines, sinceSeconds, ...options } = (body ?? {}) as LogOptions;
  const sinceMs = sinceSeconds ? engine.clock.nowMs - Number(sinceSeconds) * 1000 : Number.NEGATIVE_INFINITY;
  let sent: number | undefined;
  let restarts: number | undefined;
  for (;;) {
    const found = await engine.request(get);
    if (isFailure(found)) return undefined;
    const pod = found.body as AnyObject;
    const status = statusOf(pod, options.container);
    restarts ??= status?.restartCount;
    const { component, question } = logQuestion(
      pod,
      { ...options, container: status?.name ?? options.container ?? '' },
      engine.clock.nowMs,
    );
    const answer = (await engine.query(component, question)) as LogsAnswer | undefined;
    if (!answer?.found || status?.restartCount !== restarts) return undefined;
    const recent = answer.lines.filter(({ atMs }) => atMs >= sinceMs);
    const fresh =
      sent === undefined ? recent.slice(tailLines ? Math.max(0, recent.length - Number(tailLines)) : 0) : answer.lines.slice(sent);
    if (fresh.length) sink.write(logLines(fresh, options));
    sent = answer.lines.length;
    if (!status?.state?.running || (await hasGone(engine, sink))) return undefined;
  }
}

/** Waits for rounds, in which there may have been news; true where the client goes before. */
async function hasGone(engine: Engine, { gone }: LogSink): Promise<boolean> {
  const { round } = engine.clock;
  const left = gone.then(() => true);
  while (engine.clock.round === round) if (await Promise.race([engine.moved.next().then(() => false), left])) return true;
  return false;
}

function statusOf({ status, spec }: AnyObject, container: string | undefined): ContainerStatus | undefined {
  const { containerStatuses = [], initContainerStatuses = [] } = (status ?? {}) as Readonly<
    Record<string, readonly ContainerStatus[] | undefined>
  >;
  const name = container || (spec as { containers: readonly { readonly name: string }[] }).containers[0]?.name;
  return [...containerStatuses, ...initContainerStatuses].find((one) => one.name === name);
}
