/** node:http on one side, the API server's routes on the other. */
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { WatchEvent } from '../api/meta';
import type { ApiReply, ApiRequest } from '../api/request';
import type { AccessControl } from '../apiserver/access-control';
import type { Headers } from '../apiserver/authn/impersonation';
import { BODY_BYTES_MAX, bodyTooLarge, route } from '../apiserver/http';
import type { HttpReply, HttpRequest } from '../apiserver/http';
import { replyOfStatus } from '../apiserver/http/render';
import { isStatus } from '../api/status';
import type { ExternalMessage } from '../sim/journal';
import { isForeign, LOOPBACK_NAMES } from './own-names';
import type { OwnNames } from './own-names';
import { isProxyRequest, proxied } from './proxy';
import { warningHeaders } from './warning-header';
import { ResponseWire, streamWatch } from './watch-stream';
import { isFollowRequest } from './pod-logs';
import type { LogSink } from './pod-logs';
import type { ResourceTable } from '../apiserver/resource-table';

export type OutsideMessage = ExternalMessage['message'];

/** A cluster that answers when it can. */
export interface HttpBackend {
  readonly resources: ResourceTable;
  readonly access: AccessControl;
  readonly nowMs: () => number;
  /** Names to be called by; default: the loopback names. */
  readonly isOwnName?: OwnNames;
  request(request: ApiRequest): Promise<ApiReply>;
  watch(request: ApiRequest, sink: { events(events: readonly WatchEvent[]): void; closed(): void }): Promise<{ stop(): void } | ApiReply>;
  /** A pod's log as it grows; absent: a log ends with the lines there are. */
  follow?(request: ApiRequest, sink: LogSink): Promise<ApiReply | undefined>;
  /** Messages to machines and what they answer; absent: there are no machines. */
  converse?(
    to: string,
    message: OutsideMessage,
    onReply: (reply: unknown) => void,
  ): Promise<{ send(message: OutsideMessage): Promise<void> }>;
  message?(to: string, message: OutsideMessage): Promise<unknown>;
  query?(component: string, question: unknown): Promise<unknown>;
  /** Paths under /sim/. */
  control?(method: string, path: string, body: unknown): Promise<{ readonly code: number; readonly body: unknown }>;
  /** Everything that no server of the cluster knows: the page. */
  page?(path: string): Promise<HttpReply | undefined>;
}

export interface HttpLimits {
  /** Bytes a watcher may leave unread; absent: 64 MiB. */
  readonly unreadBytesMax?: number;
}

export function httpListener(backend: HttpBackend, limits: HttpLimits = {}): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    serve(backend, limits, request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      console.error(error);
      if (!response.headersSent) send(response, { code: 500, contentType: 'text/plain; charset=utf-8', body: 'internal error\n' });
      else response.end();
    });
  };
}

async function serve(backend: HttpBackend, limits: HttpLimits, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (isForeign(request, backend.isOwnName ?? LOOPBACK_NAMES)) {
    return send(response, { code: 403, contentType: 'text/plain; charset=utf-8', body: 'foreign origin or unknown host\n' });
  }
  const bytes = await readBody(request);
  if (bytes === undefined) return send(response, bodyTooLarge());
  const isProtobuf = request.headers['content-type'] === 'application/vnd.kubernetes.protobuf';
  const body = isProtobuf && bytes.length > 0 ? new Uint8Array(bytes) : bytes.toString('utf8');
  const { method = 'GET', url = '/' } = request;
  const headers = headersOf(request);
  if (url.startsWith('/sim/') && backend.control) {
    const caller = backend.access.admit(method, url, {}, headers);
    return isStatus(caller)
      ? send(response, replyOfStatus(caller))
      : control(backend.control, method, url, bytes.toString('utf8'), response);
  }
  const way = route(backend.resources, { method, path: url, headers, body }, backend.access);
  if (way.type === 'reply') return send(response, way.reply);
  if (way.type === 'request' && backend.follow && isFollowRequest(way.request)) {
    const failure = await backend.follow(way.request, logSink(response));
    return failure ? send(response, way.render(failure, backend.nowMs())) : void response.end();
  }
  if (way.type === 'request' && backend.message && isProxyRequest(way.request)) return send(response, await proxied(backend, way.request));
  if (way.type === 'request') return send(response, way.render(await backend.request(way.request), backend.nowMs()));
  if (way.type === 'watch') {
    const refusal = await streamWatch(backend, way, new ResponseWire(way, response), limits.unreadBytesMax);
    return refusal && send(response, refusal);
  }
  const page = method === 'GET' ? await backend.page?.(url) : undefined;
  send(response, page ?? way.denied ?? { code: 404, contentType: 'text/plain; charset=utf-8', body: '404 page not found\n' });
}

/** Those of impersonation may be repeated; node:http would join them. */
export function headersOf({ headers, headersDistinct }: IncomingMessage): NonNullable<HttpRequest['headers']> {
  const impersonating = Object.entries(headersDistinct).filter(([name]) => name.startsWith('impersonate-'));
  const { accept, authorization, 'content-type': contentType, 'user-agent': userAgent }: IncomingHttpHeaders = headers;
  const repeated: Headers = Object.fromEntries(impersonating);
  return { ...repeated, accept, authorization, 'content-type': contentType, 'user-agent': userAgent };
}

function logSink(response: ServerResponse): LogSink {
  return {
    open() {
      response.writeHead(200, { 'content-type': 'text/plain' });
      response.flushHeaders();
    },
    write: (text) => void response.write(text),
    gone: response.destroyed ? Promise.resolve() : new Promise((resolve) => void response.once('close', resolve)),
  };
}

async function control(
  handle: NonNullable<HttpBackend['control']>,
  method: string,
  url: string,
  text: string,
  response: ServerResponse,
): Promise<void> {
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    return send(response, { code: 400, contentType: 'text/plain; charset=utf-8', body: 'the body is not JSON\n' });
  }
  const reply = await handle(method, url, body);
  send(response, { code: reply.code, contentType: 'application/json', body: reply.body });
}

function send(response: ServerResponse, reply: HttpReply): void {
  const body = typeof reply.body === 'string' || reply.body instanceof Uint8Array ? reply.body : `${JSON.stringify(reply.body)}\n`;
  response.writeHead(reply.code, {
    ...(reply.contentType ? { 'content-type': reply.contentType } : {}),
    ...reply.headers,
    ...warningHeaders(reply.warnings),
  } as OutgoingHttpHeaders);
  response.end(body);
}

/** undefined when it is longer than the server takes. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= BODY_BYTES_MAX) chunks.push(chunk);
  }
  return bytes > BODY_BYTES_MAX ? undefined : Buffer.concat(chunks);
}
