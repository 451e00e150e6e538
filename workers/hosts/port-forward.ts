/**
 * Forwarded ports: bytes of HTTP/1.1 requests become requests to the simulated program, its responses bytes again.
 * Channel 2n carries the data of the n-th port, 2n+1 its error; the first message on each names the port.
 */
import type { WebSocket } from 'ws';
import type { PodResponse } from '../kubelet/node-messages';
import type { HttpBackend } from './http-listener';
import type { PodTarget } from './pod-target';

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  301: 'Moved Permanently',
  302: 'Found',
  404: 'Not Found',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};
/** A request head longer than this is none that a simulated program answers. */
const HEAD_BYTES_MAX = 64 * 1024;

export function forwardPorts(backend: HttpBackend, target: PodTarget, ports: readonly number[], socket: WebSocket): void {
  const send = (channel: number, bytes: Uint8Array | string) => socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(bytes)]));
  for (const [index, port] of ports.entries()) {
    const named = Buffer.from([port & 255, port >> 8]);
    send(2 * index, named);
    send(2 * index + 1, named);
  }
  const streams = ports.map((port, index) =>
    httpStream(backend, target, port, {
      data: (bytes) => send(2 * index, bytes),
      fail: (message) => send(2 * index + 1, message),
      end: () => undefined,
    }),
  );
  socket.on('message', (data: Buffer) => streams[(data[0] ?? 0) / 2]?.(data.subarray(1), false));
}

export interface StreamSink {
  data(bytes: string): void;
  /** The connection is refused; nothing comes after it. */
  fail(message: string): void;
  /** The program has closed the connection after its last answer; nothing comes after it. */
  end(): void;
}

/** Takes bytes as they come, `last` with the final ones; requests are answered in order. */
export function httpStream(
  backend: HttpBackend,
  target: PodTarget,
  port: number,
  sink: StreamSink,
): (bytes: Buffer, last: boolean) => void {
  let pending = Buffer.alloc(0);
  let answered = Promise.resolve();
  let over = false;
  const finish = (close: () => void) => {
    if (!over) close();
    over = true;
  };
  const answer = async ({ method, path, closes }: RequestHead) => {
    if (over) return;
    const response = await askPod(backend, target, { port, method, path });
    if (over) return;
    if (!response) return finish(() => sink.fail(refusedText(port, target)));
    sink.data(httpText(response, method, closes));
    if (closes) finish(() => sink.end());
  };
  return (bytes, last) => {
    pending = Buffer.concat([pending, bytes]);
    for (let next = nextRequest(pending); next; next = nextRequest(pending)) {
      const { head } = next;
      pending = pending.subarray(next.bytes);
      answered = answered.then(() => answer(head));
    }
    if (pending.length > HEAD_BYTES_MAX) finish(() => sink.fail('request head too long'));
    if (last) void answered.then(() => finish(() => sink.end()));
  };
}

interface RequestHead {
  readonly method: string;
  readonly path: string;
  /** The client wants one answer and no more. */
  readonly closes: boolean;
}

/** The first whole request and its length; undefined: more has to come. */
function nextRequest(pending: Buffer): { readonly head: RequestHead; readonly bytes: number } | undefined {
  const end = pending.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const text = pending.subarray(0, end).toString('latin1');
  const bytes = end + 4 + Number(/^content-length: *(\d+)/im.exec(text)?.[1] ?? 0);
  if (pending.length < bytes) return undefined;
  const [method = 'GET', path = '/', version = ''] = (text.split('\r\n', 1)[0] ?? '').split(' ', 3);
  const closes = /^connection: *close/im.test(text) || (version === 'HTTP/1.0' && !/^connection: *keep-alive/im.test(text));
  return { head: { method, path, closes }, bytes };
}

function refusedText(port: number, { uid }: PodTarget): string {
  const dialled = `dial tcp4 127.0.0.1:${port}: connect: connection refused`;
  return `error forwarding port ${port} to pod ${uid}, uid : failed to execute portforward in network namespace: failed to connect to localhost:${port} inside namespace "${uid}", ${dialled}`;
}

/** undefined: connection refused. */
export async function askPod(
  backend: HttpBackend,
  target: PodTarget,
  request: { readonly port: number; readonly method: string; readonly path: string },
): Promise<PodResponse | undefined> {
  const reply = (await backend.message?.(target.machine, { type: 'request', podUid: target.uid, ...request })) as PodResponse | undefined;
  return reply && reply.code !== 0 ? reply : undefined;
}

function httpText({ code, body, location }: PodResponse, method: string, closes: boolean): string {
  const head = [
    `HTTP/1.1 ${code} ${REASONS[code] ?? 'Status'}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(location === undefined ? [] : [`Location: ${location}`]),
    ...(closes ? ['Connection: close'] : []),
  ];
  return `${head.join('\r\n')}\r\n\r\n${method === 'HEAD' ? '' : body}`;
}
