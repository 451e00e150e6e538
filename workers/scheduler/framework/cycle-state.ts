/** What a plugin keeps for itself during one attempt (source: kube-scheduler framework/cycle_state.go, 1.36). */
export type StateData = object;

/** State that preemption changes while it tries nodes; other data is its own copy. */
export interface CloneableState {
  clone(): StateData;
}

export class CycleState {
  private readonly data = new Map<string, StateData>();
  /** Plugins whose PreFilter (PreScore) answered Skip. */
  skipFilter: ReadonlySet<string> = new Set();
  skipScore: ReadonlySet<string> = new Set();

  read<T extends StateData>(key: string): T | undefined {
    return this.data.get(key) as T | undefined;
  }

  write(key: string, data: StateData): void {
    this.data.set(key, data);
  }

  clone(): CycleState {
    const copy = new CycleState();
    for (const [key, data] of this.data) copy.data.set(key, 'clone' in data ? (data as CloneableState).clone() : data);
    copy.skipFilter = this.skipFilter;
    copy.skipScore = this.skipScore;
    return copy;
  }
}
