/** Numbers per topology pair: key -> value -> number. */
export class TopologyCounts {
  private constructor(private readonly byKey: Map<string, Map<string, number>>) {}

  static empty(): TopologyCounts {
    return new TopologyCounts(new Map());
  }

  get isEmpty(): boolean {
    return this.byKey.size === 0;
  }

  keys(): Iterable<readonly [string, ReadonlyMap<string, number>]> {
    return this.byKey;
  }

  get(key: string, value: string): number {
    return this.byKey.get(key)?.get(value) ?? 0;
  }

  /** Pairs that come down to 0 are dropped unless `keepZero`. */
  add(key: string, value: string, by: number, keepZero = false): void {
    let values = this.byKey.get(key);
    if (!values) this.byKey.set(key, (values = new Map()));
    const count = (values.get(value) ?? 0) + by;
    if (count !== 0 || keepZero) values.set(value, count);
    else {
      values.delete(value);
      if (values.size === 0) this.byKey.delete(key);
    }
  }

  clone(): TopologyCounts {
    return new TopologyCounts(new Map([...this.byKey].map(([key, values]) => [key, new Map(values)])));
  }
}
