import type { PodInfo } from './pod-info';

/** What plugins keep per group of alike pods; the groups used longest ago go first. */
export class KeptPerGroup<T> {
  private static readonly groupsMax = 64;
  /** Used longest ago first. */
  private readonly kept = new Map<number, T>();
  private newest: { readonly group: number; readonly value: T } | undefined;

  of({ group }: PodInfo, make: () => T): T {
    if (this.newest?.group === group) return this.newest.value;
    const known = this.kept.get(group);
    if (known !== undefined) this.kept.delete(group);
    else if (this.kept.size >= KeptPerGroup.groupsMax) this.kept.delete(this.kept.keys().next().value as number);
    const value = known ?? make();
    this.kept.set(group, value);
    this.newest = { group, value };
    return value;
  }

  clear(): void {
    this.kept.clear();
    this.newest = undefined;
  }
}
