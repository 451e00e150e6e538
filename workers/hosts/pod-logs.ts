/** `pods/log` on a running cluster: the API server says whether there is such a container, its node's machine has the lines. */
import type { AnyObject } from '../api/meta';
import { isFailure } from '../api/request';
import type { ApiReply, ApiRequest } from '../api/request';
import { badRequest } from '../api/status';
import { rfc3339Micro } from '../api/time';
import type { LogsAnswer } from '../kubelet/node-queries';
import type { Engine } from './engine';

interface Pod extends AnyObject {
  readonly spec: { readonly nodeName?: string; readonly containers: readonly { readonly name: string }[] };
  readonly status?: {
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

interface ContainerStatus {
  readonly name: string;
  readonly state?: { readonly waiting?: { readonly reason?: string } };
}

export function isLogRequest({ resource, subresource, verb }: ApiRequest): boolean {
  return resource === 'pods' && subresource === 'log' && verb === 'get';
}

/** Differs: `follow` ends with the lines there are. */
export async function readPodLog(engine: Engine, request: ApiRequest): Promise<ApiReply> {
  const checked = await engine.request(request);
  if (isFailure(checked)) return checked;
  const { subresource: _log, body, ...rest } = request;
  const found = await engine.request(rest);
  if (isFailure(found)) return found;
  const pod = found.body as Pod;
  const query = (body ?? {}) as Readonly<Record<string, string | undefined>>;
  const container = query.container || (pod.spec.containers[0]?.name ?? '');
  const previous = query.previous === 'true' || query.previous === '1';
  const { nodeName } = pod.spec;
  const answer = nodeName
    ? ((await engine.query(`node/${nodeName}`, {
        type: 'logs',
        podUid: pod.metadata?.uid,
        container,
        previous,
        ...(query.tailLines ? { tailLines: Number(query.tailLines) } : {}),
        ...(query.sinceSeconds ? { sinceMs: engine.clock.nowMs - Number(query.sinceSeconds) * 1000 } : {}),
      })) as LogsAnswer | undefined)
    : undefined;
  if (!answer?.found) return refused(pod, container, previous);
  const text = answer.lines.map((line) => `${query.timestamps === 'true' ? `${rfc3339Micro(line.atMs)} ` : ''}${line.text}\n`).join('');
  return { code: 200, body: query.limitBytes ? text.slice(0, Number(query.limitBytes)) : text };
}

function refused(pod: Pod, container: string, previous: boolean): ApiReply {
  const name = pod.metadata?.name ?? '';
  const statuses = [...(pod.status?.containerStatuses ?? []), ...(pod.status?.initContainerStatuses ?? [])];
  const reason = statuses.find((status) => status.name === container)?.state?.waiting?.reason ?? 'ContainerCreating';
  const text = previous
    ? `previous terminated container "${container}" in pod "${name}" not found`
    : `container "${container}" in pod "${name}" is waiting to start: ${reason}`;
  return { code: 400, body: badRequest(text) };
}
