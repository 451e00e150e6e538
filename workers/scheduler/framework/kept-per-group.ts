import type { PodInfo } from './pod-info';

/** What plugins keep per group of alike pods; the groups used longest ago go first. */
export class KeptPerGroup<T> {
  private static readonly groupsMax = 64;
  private readonly kept = new Map<number, T>();

  of({ group }: PodInfo, make: () => T): T {
    const known = this.kept.get(group);
    if (known !== undefined) {
      if (this.kept.size > 1) {
        this.kept.delete(group);
        this.kept.set(group, known);
      }
      return known;
    }
    if (this.kept.size >= KeptPerGroup.groupsMax) this.kept.delete(this.kept.keys().next().value as number);
    const made = make();
    this.kept.set(group, made);
    return made;
  }

  clear(): void {
    this.kept.clear();
  }
}
