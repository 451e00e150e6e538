/** A client of the tunnel, as kubectl is one: every connection a stream for its error and one for its data. */
import { EventEmitter } from 'node:events';
import { constants, deflateSync } from 'node:zlib';
import type { WebSocket } from 'ws';
import { describe, expect, test } from 'vitest';
import type { HttpBackend } from '../../../workers/hosts/http-listener';
import type { PodTarget } from '../../../workers/hosts/pod-target';
import { DICTIONARY } from '../../../workers/hosts/spdy/dictionary';
import { FrameReader, dataFrame, pingFrame } from '../../../workers/hosts/spdy/frames';
import type { Frame } from '../../../workers/hosts/spdy/frames';
import { HeaderReader } from '../../../workers/hosts/spdy/headers';
import { tunnelPorts } from '../../../workers/hosts/spdy/port-forward';

const TARGET = { namespace: 'default', name: 'web', uid: 'u1', ip: '10.244.0.1', machine: 'node/node-1', containers: ['web'] } as PodTarget;

/** A program on port 80 that says which path was asked for. */
const backend = {
  message: (_: string, { port, path }: { port: number; path: string }) =>
    Promise.resolve({
      type: 'response',
      id: 0,
      latencyMs: 0,
      ...(port === 80 ? { code: 200, body: `at ${path}` } : { code: 0, body: '' }),
    }),
} as unknown as HttpBackend;

class Client extends EventEmitter {
  readonly frames: Frame[] = [];
  closed: number | undefined;
  private readonly reader = new FrameReader();
  private begun = false;

  constructor() {
    super();
    tunnelPorts(backend, TARGET, this as unknown as WebSocket);
  }

  send(bytes: Buffer): void {
    this.frames.push(...this.reader.read(bytes));
    this.emit('sent');
  }

  close(code: number): void {
    this.closed = code;
  }

  /** SYN_STREAM with headers in the connection's one compressed stream: the first piece against the dictionary, later ones stored. */
  open(stream: number, type: string, port: number, request: string): void {
    const plain = headerBlock({ streamtype: type, port: String(port), requestid: request });
    const payload = Buffer.concat([uint32(stream), uint32(0), Buffer.from([0, 0]), this.begun ? stored(plain) : compressed(plain)]);
    this.begun = true;
    const head = Buffer.from([0x80, 3, 0, 1, 0, 0, 0, 0]);
    head.writeUIntBE(payload.length, 5, 3);
    this.emit('message', Buffer.concat([head, payload]));
  }

  /** Until the tunnel has sent a frame that `wanted` takes. */
  async until(wanted: (frame: Frame) => boolean): Promise<Frame> {
    for (;;) {
      const found = this.frames.find(wanted);
      if (found) return found;
      await new Promise((resolve) => void this.once('sent', resolve));
    }
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function headerBlock(headers: Readonly<Record<string, string>>): Buffer {
  const text = (word: string) => Buffer.concat([uint32(word.length), Buffer.from(word)]);
  const pairs = Object.entries(headers);
  return Buffer.concat([uint32(pairs.length), ...pairs.flatMap(([name, value]) => [text(name), text(value)])]);
}

function compressed(plain: Buffer): Buffer {
  return deflateSync(plain, { dictionary: DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });
}

function stored(plain: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(plain.length, 1);
  head.writeUInt16LE(~plain.length & 0xffff, 3);
  return Buffer.concat([head, plain, Buffer.from([0, 0, 0, 0xff, 0xff])]);
}

const textOf = (frame: Frame) => (frame.type === 'data' ? frame.data.toString() : frame.type);

describe('the SPDY tunnel of forwarded ports', () => {
  test('answers requests on the data stream, and ends both streams when the client is done', async () => {
    const client = new Client();
    client.open(1, 'error', 80, '0');
    client.open(3, 'data', 80, '0');
    client.emit('message', dataFrame(3, Buffer.from('GET /a HTTP/1.1\r\nHost: x\r\n\r\n'), false));
    const answer = await client.until((frame) => frame.type === 'data' && frame.stream === 3);
    expect(textOf(answer)).toBe('HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\nat /a');
    client.emit('message', dataFrame(3, Buffer.alloc(0), true));
    await client.until((frame) => frame.type === 'data' && frame.stream === 3 && frame.fin);
    expect(client.frames.filter((frame) => frame.type === 'data' && frame.fin).map((frame) => 'stream' in frame && frame.stream)).toEqual([
      1, 3,
    ]);
  });

  test('tells of a refused connection on the error stream', async () => {
    const client = new Client();
    client.open(1, 'error', 81, '0');
    client.open(3, 'data', 81, '0');
    client.emit('message', dataFrame(3, Buffer.from('GET / HTTP/1.1\r\n\r\n'), false));
    const error = await client.until((frame) => frame.type === 'data' && frame.stream === 1);
    expect(textOf(error)).toMatch(/^error forwarding port 81 to pod u1, .*connect: connection refused$/);
  });

  test('closes the connection after an answer where the request asks for that', async () => {
    const client = new Client();
    client.open(1, 'error', 80, '0');
    client.open(3, 'data', 80, '0');
    client.emit('message', dataFrame(3, Buffer.from('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'), false));
    await client.until((frame) => frame.type === 'data' && frame.stream === 3 && frame.fin);
    expect(textOf(client.frames.find((frame) => frame.type === 'data' && frame.stream === 3) as Frame)).toContain(
      '\r\nConnection: close\r\n',
    );
  });

  test('echoes pings, and takes frames in whatever pieces they come', () => {
    const client = new Client();
    for (const byte of pingFrame(7)) client.emit('message', Buffer.from([byte]));
    expect(client.frames).toEqual([{ type: 'ping', id: 7 }]);
  });

  test('hangs up on what is no SPDY', () => {
    const client = new Client();
    client.emit('message', Buffer.from([0x80, 9, 0, 1, 0, 0, 0, 0]));
    expect(client.closed).toBe(1002);
  });

  test('refuses headers that are longer than their block', () => {
    const block = compressed(Buffer.concat([uint32(1), uint32(99), Buffer.from('x')]));
    expect(() => new HeaderReader().read(block)).toThrow('a header is longer than its block');
  });
});
