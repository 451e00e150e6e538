/** Frames of SPDY/3.1, as far as forwarded ports need them (source: SPDY Protocol, draft 3.1, section 2). */
export type Frame =
  | { readonly type: 'data'; readonly stream: number; readonly fin: boolean; readonly data: Buffer }
  | { readonly type: 'open'; readonly stream: number; readonly fin: boolean; readonly headers: Buffer }
  | { readonly type: 'reset'; readonly stream: number }
  | { readonly type: 'ping'; readonly id: number }
  | { readonly type: 'goodbye' }
  /** Settings, windows and whatever else asks for nothing here. */
  | { readonly type: 'other' };

const HEADER_BYTES = 8;
const FRAME_BYTES_MAX = 16 * 1024 * 1024;
const [SYN_STREAM, SYN_REPLY, RST_STREAM, PING, GOAWAY] = [1, 2, 3, 6, 7] as const;
const FIN = 1;
const VERSION = 3;

/** Takes bytes as they come and gives whole frames. Throws RangeError on what is no SPDY/3. */
export class FrameReader {
  private pending = Buffer.alloc(0);

  *read(bytes: Buffer): Generator<Frame> {
    this.pending = Buffer.concat([this.pending, bytes]);
    while (this.pending.length >= HEADER_BYTES) {
      const length = this.pending.readUIntBE(5, 3);
      if (length > FRAME_BYTES_MAX) throw new RangeError('the frame is too long');
      if (this.pending.length < HEADER_BYTES + length) return;
      const frame = this.pending.subarray(0, HEADER_BYTES + length);
      this.pending = this.pending.subarray(HEADER_BYTES + length);
      yield parse(frame);
    }
  }
}

function parse(frame: Buffer): Frame {
  const payload = frame.subarray(HEADER_BYTES);
  const fin = ((frame[4] ?? 0) & FIN) !== 0;
  const first = frame.readUInt32BE(0);
  if (first < 0x80000000) return { type: 'data', stream: first, fin, data: payload };
  if (((first >>> 16) & 0x7fff) !== VERSION) throw new RangeError('the frame is not of SPDY version 3');
  switch (first & 0xffff) {
    case SYN_STREAM:
      return { type: 'open', stream: payload.readUInt32BE(0) & 0x7fffffff, fin, headers: payload.subarray(10) };
    case RST_STREAM:
      return { type: 'reset', stream: payload.readUInt32BE(0) & 0x7fffffff };
    case PING:
      return { type: 'ping', id: payload.readUInt32BE(0) };
    case GOAWAY:
      return { type: 'goodbye' };
    default:
      return { type: 'other' };
  }
}

export function dataFrame(stream: number, data: Buffer, fin: boolean): Buffer {
  return framed(stream, fin, data);
}

export function replyFrame(stream: number, headers: Buffer): Buffer {
  return control(SYN_REPLY, Buffer.concat([uint32(stream), headers]));
}

export function pingFrame(id: number): Buffer {
  return control(PING, uint32(id));
}

function control(type: number, payload: Buffer): Buffer {
  return framed(((0x8000 | VERSION) * 0x10000 + type) >>> 0, false, payload);
}

function framed(first: number, fin: boolean, payload: Buffer): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(first, 0);
  header.writeUInt8(fin ? FIN : 0, 4);
  header.writeUIntBE(payload.length, 5, 3);
  return Buffer.concat([header, payload]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value, 0);
  return bytes;
}
