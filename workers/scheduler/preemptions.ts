/** Pods whose victims are being marked; they stay out of the queue meanwhile. */
export class Preemptions {
  private readonly outstanding = new Map<string, number>();

  isRunning(uid: string): boolean {
    return this.outstanding.has(uid);
  }

  start(uid: string, victims: number): void {
    this.outstanding.set(uid, victims);
  }

  /** True when that was the last victim. */
  victimMarked(uid: string): boolean {
    const left = (this.outstanding.get(uid) ?? 1) - 1;
    if (left > 0) this.outstanding.set(uid, left);
    else this.outstanding.delete(uid);
    return left <= 0;
  }
}
