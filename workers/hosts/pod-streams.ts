/**
 * exec, attach and portforward over WebSocket: the channel protocols v5 and v4 of Kubernetes, and forwarded ports in a tunnel (source:
 * k8s.io/apimachinery/pkg/util/remotecommand and k8s.io/kubelet/pkg/cri/streaming, 1.36). Differs: no SPDY without a WebSocket around
 * it, sizes of terminals are ignored.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { badRequest, failure, isStatus } from '../api/status';
import type { Status } from '../api/status';
import { isFailure } from '../api/request';
import type { UserInfo } from '../api/user-info';
import { parseQuery } from '../apiserver/http/query';
import type { ConnectRequest } from '../apiserver/subresources/connect';
import type { ConnectOptions } from '../apiserver/subresources/connect-options';
import type { ExecOutput, ExecResult } from '../kubelet/node-messages';
import { headersOf } from './http-listener';
import type { HttpBackend } from './http-listener';
import { targetOf } from './pod-target';
import type { PodTarget } from './pod-target';
import { forwardPorts } from './port-forward';
import { TUNNEL_PROTOCOL, tunnelPorts } from './spdy/port-forward';
import { offeredProtocols } from './websocket-protocols';

const PATH = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/(exec|attach|portforward)$/;
const EXEC_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
const FORWARD_PROTOCOLS = [TUNNEL_PROTOCOL, 'v4.channel.k8s.io'];
/** The tunnel's name has a slash, which a subprotocol must not have: the library knows it by this one. */
const TUNNEL_ALIAS = 'spdy-3.1.portforward.k8s.io';
/** What a caller must be allowed to do: a WebSocket opens with GET and needs leave to create as well (KEP-4006). */
const METHODS = new Map([
  ['GET', ['GET', 'POST']],
  ['POST', ['POST']],
]);
const MESSAGE_BYTES_MAX = 1024 * 1024;
const [STDIN, STDOUT, STDERR, ERROR] = [0, 1, 2, 3] as const;
/** Version 5: the next byte names a channel that ends. */
const CLOSE = 255;

interface PodStream {
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
}

export function podStreams(backend: HttpBackend) {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_BYTES_MAX,
    handleProtocols: (offered) => [TUNNEL_ALIAS, ...EXEC_PROTOCOLS].find((known) => offered.has(known)) ?? false,
  });
  server.on('headers', (lines) => {
    for (const [at, line] of lines.entries()) lines[at] = line.replace(TUNNEL_ALIAS, TUNNEL_PROTOCOL);
  });
  return {
    find: podStreamOf,
    open(stream: PodStream, request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
      socket.on('error', () => socket.destroy());
      return upgrade(backend, server, stream, request, socket, head);
    },
  };
}

/** Which stream a request asks for, if any. */
function podStreamOf({ method = '', url = '/' }: IncomingMessage): PodStream | undefined {
  const [, ...parts] = PATH.exec(url.split('?', 1)[0] ?? '') ?? [];
  if (parts.length === 0 || !METHODS.has(method)) return undefined;
  try {
    const [namespace = '', name = '', kind = ''] = parts.map(decodeURIComponent);
    return { namespace, name, kind };
  } catch {
    return undefined;
  }
}

async function upgrade(
  backend: HttpBackend,
  server: WebSocketServer,
  { namespace, name, kind }: PodStream,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const [path = '', search = ''] = (request.url ?? '/').split('?', 2);
  const { method = '' } = request;
  const callers = METHODS.get(method)?.map((each) => backend.access.admit(each, path, parseQuery(search), headersOf(request))) ?? [];
  const refused = callers.find(isStatus);
  if (refused) return refuse(socket, refused.code ?? 403, refused);
  const userInfo = callers[0] as UserInfo;
  if (!backend.converse) return refuse(socket, 500, failure(500, 'InternalError', 'error dialing backend: there are no machines'));
  const body: ConnectRequest = { method, query: search, carried: true };
  const asked = { verb: 'get', group: '', version: 'v1', resource: 'pods', namespace, name, subresource: kind, body } as const;
  const admitted = await backend.request({ ...asked, userInfo });
  if (isFailure(admitted)) return refuse(socket, admitted.code, admitted.body);
  const options = admitted.body as ConnectOptions;
  const target = await targetOf(backend, namespace, name);
  if (isStatus(target)) return refuse(socket, target.code ?? 500, target);
  const refusal = kind === 'portforward' ? undefined : await whyNot(backend, target, options);
  if (refusal) return refuse(socket, refusal.code ?? 400, refusal);
  const known = kind === 'portforward' ? FORWARD_PROTOCOLS : EXEC_PROTOCOLS;
  const offered = offeredProtocols(request);
  if (!offered.some((protocol) => known.includes(protocol)))
    return refuse(socket, 400, `unable to upgrade: offered protocols [${offered.join(' ')}]\n`);
  request.headers['sec-websocket-protocol'] = offered.join(',').replace(TUNNEL_PROTOCOL, TUNNEL_ALIAS);
  server.handleUpgrade(request, socket, head, (webSocket) => {
    webSocket.on('error', () => webSocket.terminate());
    if (webSocket.protocol === TUNNEL_ALIAS) tunnelPorts(backend, target, webSocket);
    else if (kind === 'portforward') forwardPorts(backend, target, options.ports ?? [], webSocket);
    else void talk(backend, target, kind as 'exec' | 'attach', options, webSocket);
  });
}

/** What the kubelet would answer instead of an upgrade. */
async function whyNot(
  backend: HttpBackend,
  { containers, name, namespace, machine }: PodTarget,
  { container: wanted = containers[0] ?? '' }: ConnectOptions,
): Promise<Status | undefined> {
  const all = ((await backend.query?.(machine, { type: 'containers' })) ?? []) as readonly Readonly<Record<string, string>>[];
  const runs = all.some((one) => one.namespace === namespace && one.pod === name && one.name === wanted && one.state === 'running');
  return runs ? undefined : { ...badRequest(`container not found ("${wanted}")`), reason: 'NotFound', code: 404 };
}

async function talk(
  backend: HttpBackend,
  target: PodTarget,
  kind: 'exec' | 'attach',
  { container, command, stdin = false, tty = false }: ConnectOptions,
  socket: WebSocket,
): Promise<void> {
  const { namespace, name, machine, containers } = target;
  const message = {
    type: kind,
    namespace,
    name,
    container: container ?? containers[0],
    ...(kind === 'exec' ? { command: command ?? [], stdin, streamed: true, tty } : {}),
  };
  const conversation = await backend.converse?.(machine, message, (reply) => answer(socket, reply as ExecOutput | ExecResult | undefined));
  if (!conversation) return socket.close();
  const typed = new StringDecoder('utf8');
  const go = (next: object) => void conversation.send({ type: 'exec-input', ...next });
  socket.on('message', (data: Buffer) => {
    if (!stdin || kind !== 'exec') return;
    if (data[0] === STDIN && data.length > 1) go({ data: typed.write(data.subarray(1)) });
    if (data[0] === CLOSE && data[1] === STDIN) go({ eof: true });
  });
  socket.on('close', () => {
    if (stdin && kind === 'exec') go({ eof: true });
  });
}

function answer(socket: WebSocket, reply: ExecOutput | ExecResult | undefined): void {
  const send = (channel: number, text: string) => {
    if (text !== '') socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(text, 'utf8')]));
  };
  if (reply?.type === 'exec-output') return send(reply.stream === 'stdout' ? STDOUT : STDERR, reply.data);
  if (reply) {
    // Complaints first: a client that has all the output it wants may not wait for more.
    send(STDERR, reply.stderr);
    send(STDOUT, reply.stdout);
  }
  send(ERROR, JSON.stringify(reply ? endOf(reply) : internal('the node of the pod cannot be reached')));
  socket.close(1000);
}

function endOf({ code, error, refused }: ExecResult): object {
  if (refused) return internal(refused.message);
  if (error !== undefined) return internal(error);
  if (code === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function internal(message: string): object {
  return { metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500, details: { causes: [{ message }] } };
}

export function refuse(socket: Duplex, code: number, body: string | object): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json';
  const head = [`HTTP/1.1 ${code} Refused`, `Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(text)}`, 'Connection: close'];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
