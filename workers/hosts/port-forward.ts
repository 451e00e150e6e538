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
  const streams = ports.map((port) => httpStream(backend, target, port));
  const send = (channel: number, bytes: Uint8Array | string) => socket.send(Buffer.concat([Buffer.from([channel]), Buffer.from(bytes)]));
  for (const [index, port] of ports.entries()) {
    const named = Buffer.from([port & 255, port >> 8]);
    send(2 * index, named);
    send(2 * index + 1, named);
  }
  socket.on('message', (data: Buffer) => {
    const index = (data[0] ?? 0) / 2;
    const stream = streams[index];
    if (!stream) return;
    stream(data.subarray(1), {
      data: (bytes) => send(2 * index, bytes),
      fail: (message) => send(2 * index + 1, message),
    });
  });
}

export interface StreamSink {
  data(bytes: string): void;
  /** The connection is refused. */
  fail(message: string): void;
}

/** Takes bytes as they come; one request at a time, answered in order. */
export function httpStream(backend: HttpBackend, target: PodTarget, port: number): (bytes: Buffer, sink: StreamSink) => void {
  let pending = Buffer.alloc(0);
  return (bytes, sink) => {
    pending = Buffer.concat([pending, bytes]);
    for (;;) {
      const end = pending.indexOf('\r\n\r\n');
      if (end < 0) {
        if (pending.length > HEAD_BYTES_MAX) sink.fail('request head too long');
        return;
      }
      const head = pending.subarray(0, end).toString('latin1');
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (pending.length < end + 4 + length) return;
      pending = pending.subarray(end + 4 + length);
      const [method = 'GET', path = '/'] = head.split(' ', 3);
      void askPod(backend, target, { port, method, path }).then((response) => {
        if (response) sink.data(httpText(response, method));
        else sink.fail(`error forwarding port ${port} to pod ${target.name}: connection refused`);
      });
    }
  };
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

function httpText({ code, body, location }: PodResponse, method: string): string {
  const head = [
    `HTTP/1.1 ${code} ${REASONS[code] ?? 'Status'}`,
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(location === undefined ? [] : [`Location: ${location}`]),
  ];
  return `${head.join('\r\n')}\r\n\r\n${method === 'HEAD' ? '' : body}`;
}
