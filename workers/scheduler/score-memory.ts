import type { Scores } from './framework/plugin';

/** Bytes of one piece: room for the scores of some dozens of attempts. */
const PIECE_BYTES = 1 << 20;
/** Pieces kept for use again. */
const FREE_MAX = 64;

/**
 * Memory for the scores of attempts. An attempt takes its arrays from one piece; pieces whose attempts have all been released are used
 * again, since fresh memory by the megabyte keeps the garbage collector busy. An attempt that is never released costs only its piece.
 */
export class ScorePiece {
  private static readonly free: ScorePiece[] = [];
  private static current: ScorePiece | undefined;
  private readonly buffer: ArrayBuffer;
  private usedBytes = 0;
  private attempts = 0;

  private constructor(bytes: number) {
    this.buffer = new ArrayBuffer(bytes);
  }

  /** A piece with room for `count` arrays of `length`, to be released once. */
  static for(length: number, count: number): ScorePiece {
    const bytes = length * count * Int32Array.BYTES_PER_ELEMENT;
    let piece = ScorePiece.current;
    if (!piece || piece.usedBytes + bytes > piece.buffer.byteLength) {
      const last = piece;
      piece = (bytes <= PIECE_BYTES ? ScorePiece.free.pop() : undefined) ?? new ScorePiece(Math.max(PIECE_BYTES, bytes));
      ScorePiece.current = piece;
      last?.recycle();
    }
    piece.attempts++;
    return piece;
  }

  /** What is in it is left over from earlier. */
  take(length: number): Scores {
    const scores: Scores = new Int32Array(this.buffer, this.usedBytes, length);
    this.usedBytes += scores.byteLength;
    return scores;
  }

  /** Nobody reads the arrays of one attempt any more. */
  release(): void {
    this.attempts--;
    if (this !== ScorePiece.current) this.recycle();
  }

  private recycle(): void {
    if (this.attempts > 0 || this.buffer.byteLength !== PIECE_BYTES || ScorePiece.free.length >= FREE_MAX) return;
    this.usedBytes = 0;
    ScorePiece.free.push(this);
  }
}
