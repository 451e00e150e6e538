/** Which nodes changed, in order, so that whoever keeps sums over nodes can catch up. */
export class ChangeLog {
  /** Entries kept; who is further behind starts anew. */
  private static readonly keptMax = 1 << 16;
  /** Slots; inverted where only what pods say of themselves changed. */
  private slots: number[] = [];
  private first = 0;

  /** Position after the newest change. */
  get end(): number {
    return this.first + this.slots.length;
  }

  /** `labels`: only labels of pods on the node changed, or that they are being deleted. */
  push(slot: number, labels = false): void {
    if (this.slots.length >= 2 * ChangeLog.keptMax) {
      this.slots = this.slots.slice(ChangeLog.keptMax);
      this.first += ChangeLog.keptMax;
    }
    this.slots.push(labels ? ~slot : slot);
  }

  /** Visits the slots changed since `position`, some of them several times; false where that is too long ago. */
  visitSince(position: number, visit: (slot: number, labels: boolean) => void): boolean {
    if (position < this.first) return false;
    for (let at = position - this.first; at < this.slots.length; at++) {
      const entry = this.slots[at] as number;
      visit(entry < 0 ? ~entry : entry, entry < 0);
    }
    return true;
  }
}
