/** Which nodes changed, in order, so that whoever keeps sums over nodes can catch up. */
export class ChangeLog {
  /** Entries kept; who is further behind starts anew. */
  private static readonly keptMax = 1 << 16;
  private slots: number[] = [];
  private first = 0;

  /** Position after the newest change. */
  get end(): number {
    return this.first + this.slots.length;
  }

  push(slot: number): void {
    if (this.slots.length >= 2 * ChangeLog.keptMax) {
      this.slots = this.slots.slice(ChangeLog.keptMax);
      this.first += ChangeLog.keptMax;
    }
    this.slots.push(slot);
  }

  /** Visits the slots changed since `position`, some of them several times; false where that is too long ago. */
  visitSince(position: number, visit: (slot: number) => void): boolean {
    if (position < this.first) return false;
    for (let at = position - this.first; at < this.slots.length; at++) visit(this.slots[at] as number);
    return true;
  }
}
