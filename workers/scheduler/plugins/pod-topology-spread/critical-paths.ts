const NO_VALUE = -1;
const COUNT_MAX = 2 ** 31 - 1;

/** The two least filled domains: enough to know the minimum after one domain changed (source: plugins/podtopologyspread/filtering.go, 1.36). */
export class CriticalPaths {
  private leastValue = NO_VALUE;
  private leastCount = COUNT_MAX;
  private secondValue = NO_VALUE;
  private secondCount = COUNT_MAX;

  get min(): number {
    return this.leastCount;
  }

  update(value: number, count: number): void {
    if (value === this.leastValue) {
      this.leastCount = count;
      this.order();
    } else if (value === this.secondValue) {
      this.secondCount = count;
      this.order();
    } else if (count < this.leastCount) {
      this.secondValue = this.leastValue;
      this.secondCount = this.leastCount;
      this.leastValue = value;
      this.leastCount = count;
    } else if (count < this.secondCount) {
      this.secondValue = value;
      this.secondCount = count;
    }
  }

  clone(): CriticalPaths {
    return Object.assign(new CriticalPaths(), this);
  }

  private order(): void {
    if (this.leastCount <= this.secondCount) return;
    [this.leastValue, this.secondValue] = [this.secondValue, this.leastValue];
    [this.leastCount, this.secondCount] = [this.secondCount, this.leastCount];
  }
}
