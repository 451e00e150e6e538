/** What a plugin keeps for itself during one attempt (source: kube-scheduler framework/cycle_state.go, 1.36). */
export type StateData = object;

/** State that preemption changes while it tries nodes; other data is its own copy. */
export interface CloneableState {
  clone(): StateData;
}

const NOTHING: ReadonlySet<string> = new Set();

export class CycleState {
  /** Few enough that looking through them beats a map. */
  private keys: string[] = [];
  private data: StateData[] = [];
  /** Plugins whose PreFilter (PreScore) answered Skip. */
  skipFilter = NOTHING;
  skipScore = NOTHING;

  read<T extends StateData>(key: string): T | undefined {
    return this.data[this.keys.indexOf(key)] as T | undefined;
  }

  write(key: string, data: StateData): void {
    const at = this.keys.indexOf(key);
    if (at >= 0) this.data[at] = data;
    else {
      this.keys.push(key);
      this.data.push(data);
    }
  }

  clone(): CycleState {
    const copy = new CycleState();
    copy.keys = [...this.keys];
    copy.data = this.data.map((data) => ('clone' in data ? (data as CloneableState).clone() : data));
    copy.skipFilter = this.skipFilter;
    copy.skipScore = this.skipScore;
    return copy;
  }
}
