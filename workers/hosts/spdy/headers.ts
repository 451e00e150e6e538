/** Header blocks of SPDY/3: one compressed stream a direction, of which each frame carries a piece. */
import { constants, inflateSync } from 'node:zlib';
import { DICTIONARY } from './dictionary';

/** Compressed bytes of one connection's headers; who sends more opens no ports but trouble. */
const COMPRESSED_BYTES_MAX = 256 * 1024;
const INFLATED_BYTES_MAX = 4 * 1024 * 1024;

/** Reads the blocks of one connection in their order. Throws RangeError on what is none. */
export class HeaderReader {
  private compressed = Buffer.alloc(0);
  private readBytes = 0;

  /** Names in lower case. */
  read(block: Buffer): ReadonlyMap<string, string> {
    this.compressed = Buffer.concat([this.compressed, block]);
    if (this.compressed.length > COMPRESSED_BYTES_MAX) throw new RangeError('too many headers');
    const options = { dictionary: DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: INFLATED_BYTES_MAX };
    const inflated = inflateSync(this.compressed, options);
    const own = inflated.subarray(this.readBytes);
    this.readBytes = inflated.length;
    let at = 0;
    const number = () => {
      at += 4;
      return own.readUInt32BE(at - 4);
    };
    const text = () => {
      const length = number();
      if (at + length > own.length) throw new RangeError('a header is longer than its block');
      at += length;
      return own.toString('utf8', at - length, at);
    };
    const headers = new Map<string, string>();
    for (let left = number(); left > 0; left--) headers.set(text().toLowerCase(), text());
    return headers;
  }
}

/** No headers, as a stored piece of the compressed stream; the first piece begins the stream. */
export function emptyHeaders(first: boolean): Buffer {
  const none = [0, 4, 0, 0xfb, 0xff, 0, 0, 0, 0];
  const flush = [0, 0, 0, 0xff, 0xff];
  return Buffer.from([...(first ? [0x78, 0x01] : []), ...none, ...flush]);
}
