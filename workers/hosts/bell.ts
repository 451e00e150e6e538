/** Many may wait for its next ring. */
export class Bell {
  private listening: (() => void)[] = [];

  next(): Promise<void> {
    return new Promise((resolve) => void this.listening.push(resolve));
  }

  ring(): void {
    for (const resolve of this.listening.splice(0)) resolve();
  }
}
