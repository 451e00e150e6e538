/** Bytes of one piece: room for the columns of some hundreds of attempts. */
const PIECE_BYTES = 1 << 20;
/** Pieces kept for use again. */
const FREE_MAX = 64;
const INTEGER_BYTES = Int32Array.BYTES_PER_ELEMENT;

/**
 * Memory for the numbers of attempts. Pieces whose columns have all been released are used again, since fresh memory by the megabyte
 * keeps the garbage collector busy. A column that is never released costs only its piece.
 */
class Piece {
  private static readonly free: Piece[] = [];
  private static current: Piece | undefined;
  readonly bytes: Uint8Array;
  readonly integers: Int32Array;
  private usedBytes = 0;
  private columns = 0;

  private constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.integers = new Int32Array(this.bytes.buffer);
  }

  /** A piece with room for so many bytes more. */
  static with(bytes: number): Piece {
    const last = Piece.current;
    if (last && last.usedBytes + bytes <= last.bytes.length) return last;
    const size = Math.max(PIECE_BYTES, Math.ceil(bytes / INTEGER_BYTES) * INTEGER_BYTES);
    Piece.current = (size === PIECE_BYTES ? Piece.free.pop() : undefined) ?? new Piece(size);
    last?.recycle();
    return Piece.current;
  }

  /** Where the next column of so many bytes begins. */
  take(bytes: number): number {
    const offset = this.usedBytes;
    this.usedBytes += Math.ceil(bytes / INTEGER_BYTES) * INTEGER_BYTES;
    this.columns++;
    return offset;
  }

  release(): void {
    this.columns--;
    if (this !== Piece.current) this.recycle();
  }

  private recycle(): void {
    if (this.columns > 0 || this.bytes.length !== PIECE_BYTES || Piece.free.length >= FREE_MAX) return;
    this.usedBytes = 0;
    Piece.free.push(this);
  }
}

/** Numbers that no longer change, one per row, in as little memory as they need: one number for all, bytes, or 32-bit integers. */
export class Column {
  private constructor(
    /** Absent: every row holds `first`. */
    private readonly piece: Piece | undefined,
    private readonly cells: Uint8Array | Int32Array | undefined,
    /** Index of the first row's cell. */
    private readonly first: number,
    /** Of its cells. */
    readonly bytes: number,
  ) {}

  /** Copies the first `length` numbers, all of them from `min` to `max`. */
  static of(numbers: Int32Array, length: number, min: number, max: number): Column {
    if (min === max || length === 0) return Column.constant(min);
    if (min >= 0 && max <= 255) {
      const piece = Piece.with(length);
      const { bytes } = piece;
      const first = piece.take(length);
      for (let row = 0; row < length; row++) bytes[first + row] = numbers[row] as number;
      return new Column(piece, bytes, first, length);
    }
    const size = length * INTEGER_BYTES;
    const piece = Piece.with(size);
    const { integers } = piece;
    const first = piece.take(size) / INTEGER_BYTES;
    for (let row = 0; row < length; row++) integers[first + row] = numbers[row] as number;
    return new Column(piece, integers, first, size);
  }

  /** The same with the range looked up. */
  static copyOf(numbers: Int32Array, length: number): Column {
    let min = numbers[0] ?? 0;
    let max = min;
    for (let row = 1; row < length; row++) {
      const number = numbers[row] as number;
      if (number < min) min = number;
      else if (number > max) max = number;
    }
    return Column.of(numbers, length, min, max);
  }

  private static constant(number: number): Column {
    const known = CONSTANTS.get(number) ?? new Column(undefined, undefined, number, 0);
    if (CONSTANTS.size < CONSTANTS_MAX) CONSTANTS.set(number, known);
    return known;
  }

  get isConstant(): boolean {
    return this.cells === undefined;
  }

  at(row: number): number {
    return this.cells ? (this.cells[this.first + row] as number) : this.first;
  }

  /** Nobody reads it any more. To be called once for every column made. */
  release(): void {
    this.piece?.release();
  }
}

/** Shared, as most columns that are alike in every row are 0 or 100. */
const CONSTANTS = new Map<number, Column>();
const CONSTANTS_MAX = 1024;
