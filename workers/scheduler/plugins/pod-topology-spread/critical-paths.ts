interface Path {
  readonly value: number;
  readonly count: number;
}

const UNUSED: Path = { value: -1, count: 2 ** 31 - 1 };

/** The two least filled domains: enough to know the minimum after one domain changed (source: plugins/podtopologyspread/filtering.go, 1.36). */
export class CriticalPaths {
  private least: Path = UNUSED;
  private second: Path = UNUSED;

  get min(): number {
    return this.least.count;
  }

  update(value: number, count: number): void {
    const path = { value, count };
    if (value === this.least.value || value === this.second.value) {
      if (value === this.least.value) this.least = path;
      else this.second = path;
      if (this.least.count > this.second.count) [this.least, this.second] = [this.second, this.least];
    } else if (count < this.least.count) {
      this.second = this.least;
      this.least = path;
    } else if (count < this.second.count) {
      this.second = path;
    }
  }

  clone(): CriticalPaths {
    const copy = new CriticalPaths();
    copy.least = this.least;
    copy.second = this.second;
    return copy;
  }
}
