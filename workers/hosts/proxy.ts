/** Requests through the API server to what a pod serves, directly or behind a Service (source: pkg/registry/core/{pod,service}/storage, 1.36). */
import type { AnyObject, KubeList } from '../api/meta';
import { isFailure } from '../api/request';
import type { ApiRequest } from '../api/request';
import { badRequest, failure, isStatus } from '../api/status';
import type { Status } from '../api/status';
import { proxyTarget } from '../apiserver/subresources/proxy';
import type { ConnectRequest } from '../apiserver/subresources/connect';
import type { ConnectOptions } from '../apiserver/subresources/connect-options';
import type { HttpReply } from '../apiserver/http';
import { replyOfStatus } from '../apiserver/http/render';
import type { HttpBackend } from './http-listener';
import { askPod } from './port-forward';
import { targetOf } from './pod-target';

interface Slice extends AnyObject {
  readonly endpoints?: readonly {
    readonly conditions?: { readonly ready?: boolean };
    readonly targetRef?: { readonly kind?: string; readonly name?: string };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly port?: number }[];
}

interface Place {
  readonly pod: string;
  readonly port: number;
}

export function isProxyRequest({ subresource, resource }: ApiRequest): boolean {
  return subresource === 'proxy' && (resource === 'pods' || resource === 'services');
}

export async function proxied(backend: HttpBackend, request: ApiRequest): Promise<HttpReply> {
  const { namespace = '', resource, name: given = '' } = request;
  const { method, query } = request.body as ConnectRequest;
  const admitted = await backend.request({ ...request, body: { ...(request.body as ConnectRequest), carried: true } });
  if (isFailure(admitted)) return { ...replyOfStatus(admitted.body), ...(admitted.warnings ? { warnings: admitted.warnings } : {}) };
  const { path = '' } = admitted.body as ConnectOptions;
  const asked = proxyTarget(given);
  if (!asked) return replyOfStatus(badRequest(`invalid ${resource.slice(0, -1)} request ${JSON.stringify(given)}`));
  const { name, port } = asked;
  const place = await (resource === 'pods' ? podPlace : servicePlace)(backend, namespace, name, port);
  if (isStatus(place)) return replyOfStatus(place);
  const target = await targetOf(backend, namespace, place.pod);
  if (isStatus(target)) return replyOfStatus(target);
  const asks = { port: place.port, method, path: `${encodeURI(path) || '/'}${query && `?${query}`}` };
  const response = await askPod(backend, target, asks);
  if (!response) {
    return replyOfStatus(
      failure(503, 'ServiceUnavailable', `error trying to reach service: dial tcp ${target.ip}:${place.port}: connect: connection refused`),
    );
  }
  const headers = response.location === undefined ? {} : { headers: { location: response.location } };
  const { warnings = [] } = admitted;
  return { code: response.code, contentType: 'text/plain; charset=utf-8', ...headers, warnings, body: response.body };
}

async function podPlace(backend: HttpBackend, namespace: string, name: string, port: string): Promise<Place | Status> {
  const reply = await backend.request({ verb: 'get', group: '', version: 'v1', resource: 'pods', namespace, name });
  if (isFailure(reply)) return reply.body;
  const { containers } = (reply.body as AnyObject).spec as { containers: readonly { ports?: readonly { containerPort: number }[] }[] };
  const first = containers.flatMap(({ ports = [] }) => ports)[0]?.containerPort ?? 80;
  const wanted = port === '' ? first : Number(port);
  return Number.isInteger(wanted) ? { pod: name, port: wanted } : badRequest(`invalid pod request ${JSON.stringify(`${name}:${port}`)}`);
}

async function servicePlace(backend: HttpBackend, namespace: string, name: string, port: string): Promise<Place | Status> {
  const reply = await backend.request({ verb: 'get', group: '', version: 'v1', resource: 'services', namespace, name });
  if (isFailure(reply)) return reply.body;
  const { ports = [] } = (reply.body as AnyObject).spec as { ports?: readonly { name?: string; port: number }[] };
  const wanted = port === '' && ports.length === 1 ? ports[0] : ports.find((one) => one.name === port || String(one.port) === port);
  const listed = await backend.request({
    verb: 'list',
    group: 'discovery.k8s.io',
    version: 'v1',
    resource: 'endpointslices',
    namespace,
    options: { labelSelector: `kubernetes.io/service-name=${name}` },
  });
  const slices = isFailure(listed) ? [] : ((listed.body as KubeList).items as readonly Slice[]);
  for (const { endpoints = [], ports: open = [] } of slices) {
    const at = wanted && open.find((one) => (one.name ?? '') === (wanted.name ?? ''))?.port;
    const ready = endpoints.find(({ conditions, targetRef }) => conditions?.ready !== false && targetRef?.kind === 'Pod');
    if (at !== undefined && ready) return { pod: ready.targetRef?.name ?? '', port: at };
  }
  return failure(503, 'ServiceUnavailable', `no endpoints available for service ${JSON.stringify(name)}`);
}
