/**
 * `kubectl port-forward`: SPDY/3.1 inside a WebSocket. Each connection that kubectl accepts is a pair of streams with one
 * request id, one for data and one for the error that ended it (source: k8s.io/kubelet/pkg/cri/streaming/portforward and
 * k8s.io/apiserver/pkg/util/proxy/portforward, 1.36).
 */
import type { WebSocket } from 'ws';
import type { HttpBackend } from '../http-listener';
import type { PodTarget } from '../pod-target';
import { httpStream } from '../port-forward';
import { FrameReader, dataFrame, pingFrame, replyFrame } from './frames';
import type { Frame } from './frames';
import { HeaderReader, emptyHeaders } from './headers';

export const TUNNEL_PROTOCOL = 'SPDY/3.1+portforward.k8s.io';

interface Pair {
  data?: number;
  error?: number;
  port: number;
}

/** Ends the socket on what is no SPDY. */
export function tunnelPorts(backend: HttpBackend, target: PodTarget, socket: WebSocket): void {
  const frames = new FrameReader();
  const tunnel = new Tunnel(backend, target, (frame) => socket.send(frame));
  socket.on('message', (bytes: Buffer) => {
    try {
      for (const frame of frames.read(bytes)) if (!tunnel.take(frame)) return socket.close(1000);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      socket.close(1002);
    }
    return undefined;
  });
}

class Tunnel {
  private readonly headers = new HeaderReader();
  private readonly pairs = new Map<string, Pair>();
  private readonly requests = new Map<number, string>();
  private readonly connections = new Map<number, ReturnType<typeof httpStream>>();
  private replied = false;

  constructor(
    private readonly backend: HttpBackend,
    private readonly target: PodTarget,
    private readonly send: (frame: Buffer) => void,
  ) {}

  /** false: the client has said goodbye. */
  take(frame: Frame): boolean {
    if (frame.type === 'ping') this.send(pingFrame(frame.id));
    if (frame.type === 'open') this.open(frame.stream, this.headers.read(frame.headers));
    if (frame.type === 'reset') this.forget(frame.stream);
    if (frame.type === 'data') this.connections.get(frame.stream)?.(frame.data, frame.fin);
    return frame.type !== 'goodbye';
  }

  private open(stream: number, headers: ReadonlyMap<string, string>): void {
    const request = headers.get('requestid') ?? '';
    const pair = this.pairs.get(request) ?? { port: Number(headers.get('port') ?? 0) };
    pair[headers.get('streamtype') === 'error' ? 'error' : 'data'] = stream;
    this.pairs.set(request, pair);
    this.requests.set(stream, request);
    this.send(replyFrame(stream, emptyHeaders(!this.replied)));
    this.replied = true;
    const { data, error, port } = pair;
    if (data === undefined || error === undefined) return;
    const end = (message: string) => {
      this.send(dataFrame(error, Buffer.from(message), true));
      this.send(dataFrame(data, Buffer.alloc(0), true));
      this.forget(data);
    };
    const sink = {
      data: (bytes: string) => this.send(dataFrame(data, Buffer.from(bytes), false)),
      fail: (message: string) => end(message),
      end: () => end(''),
    };
    this.connections.set(data, httpStream(this.backend, this.target, port, sink));
  }

  private forget(stream: number): void {
    this.connections.delete(stream);
    const request = this.requests.get(stream);
    const pair = request === undefined ? undefined : this.pairs.get(request);
    if (request === undefined || stream !== pair?.data) return;
    this.pairs.delete(request);
    this.requests.delete(stream);
    if (pair.error !== undefined) this.requests.delete(pair.error);
  }
}
