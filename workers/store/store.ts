/**
 * etcd as the API server sees it: one revision counter, compare-and-swap on a key's revision, ordered ranges now or at an
 * exact older revision, the changes since a revision, compaction.
 */
import SortedBTree from 'sorted-btree';

/** The package is CommonJS: bundlers hand over its default export, Node's own loader the exports object around it. */
const BTree = (SortedBTree as unknown as { default?: typeof SortedBTree }).default ?? SortedBTree;

/** A key at one revision. `value` is undefined in a tombstone. */
export interface Entry {
  readonly key: string;
  readonly value: object | undefined;
  readonly createRevision: number;
  readonly modRevision: number;
}

export interface Change {
  readonly revision: number;
  readonly key: string;
  readonly type: 'PUT' | 'DELETE';
  /** The new value; of a DELETE the last state, as the watcher is told it. */
  readonly value: object;
  /** The value before, undefined for a created key. */
  readonly previous: object | undefined;
}

export type WriteResult =
  | { readonly ok: true; readonly revision: number; readonly value: object }
  | { readonly ok: false; readonly current: Entry | undefined };

/** Old revisions kept for lists at a revision, watches and scrubbing; past it the oldest half is compacted away. */
export const HISTORY_CHANGES_MAX = 400_000;

/** A request for a revision that is gone, or not there yet. */
export class RevisionError extends Error {
  constructor(
    readonly kind: 'compacted' | 'future',
    readonly revision: number,
  ) {
    super(`etcdserver: mvcc: required revision ${kind === 'compacted' ? 'has been compacted' : 'is a future revision'}`);
  }
}

/** What can be done with a store, whatever it is. */
export type ObjectStore = Pick<Store, keyof Store>;

export class Store {
  /** etcd starts at revision 1; the first write is revision 2. */
  private current = 1;
  private compacted = 0;
  private readonly live = new BTree<string, Entry>();
  /** Every key's past states, oldest first, tombstones included; the last one is the present. */
  private readonly history = new Map<string, Entry[]>();
  private readonly historyKeys = new BTree<string, true>();
  /** All changes with revision > compacted, in order: changes[i].revision === compacted' + 1 + i. */
  private changes: Change[] = [];
  private readonly listeners: ((change: Change) => void)[] = [];

  get revision(): number {
    return this.current;
  }

  get compactedRevision(): number {
    return this.compacted;
  }

  get size(): number {
    return this.live.size;
  }

  get(key: string): Entry | undefined {
    return this.live.get(key);
  }

  /**
   * Entries whose key starts with `prefix`, in key order. `atRevision` reads the past (throws RevisionError outside
   * (compacted, current]); `after` starts behind that key; at most `limit` entries.
   */
  range(prefix: string, options: { readonly atRevision?: number; readonly after?: string; readonly limit?: number } = {}): Entry[] {
    const { atRevision, after, limit = Number.POSITIVE_INFINITY } = options;
    const low = after !== undefined && after > prefix ? after : prefix;
    const high = `${prefix}\uffff`;
    const found: Entry[] = [];
    if (atRevision === undefined || atRevision === this.current) {
      for (const [key, entry] of this.live.entries(low)) {
        if (key >= high || found.length >= limit) break;
        if (key !== after) found.push(entry);
      }
      return found;
    }
    this.checkRevision(atRevision);
    for (const [key] of this.historyKeys.entries(low)) {
      if (key >= high || found.length >= limit) break;
      if (key === after) continue;
      const entry = stateAt(this.history.get(key) ?? [], atRevision);
      if (entry?.value) found.push(entry);
    }
    return found;
  }

  count(prefix: string, after?: string): number {
    const high = `${prefix}\uffff`;
    let count = 0;
    for (const [key] of this.live.entries(after !== undefined && after > prefix ? after : prefix)) {
      if (key >= high) break;
      if (key !== after) count++;
    }
    return count;
  }

  /**
   * Writes if the key is at `expected` (0: must not exist). `build` gets the revision that this write will have and
   * returns the value to store, which must not be changed afterwards.
   */
  put(key: string, expected: number, build: (revision: number) => object): WriteResult {
    const before = this.live.get(key);
    if ((before?.modRevision ?? 0) !== expected) return { ok: false, current: before };
    const revision = this.current + 1;
    const value = build(revision);
    this.current = revision;
    const entry: Entry = { key, value, createRevision: before?.createRevision ?? revision, modRevision: revision };
    this.live.set(key, entry);
    this.record(entry, { revision, key, type: 'PUT', value, previous: before?.value });
    return { ok: true, revision, value };
  }

  /** Deletes if the key is at `expected`. `build` returns the last state that watchers see (with the deletion's revision). */
  delete(key: string, expected: number, build: (revision: number) => object): WriteResult {
    const before = this.live.get(key);
    if (!before || before.modRevision !== expected) return { ok: false, current: before };
    const revision = this.current + 1;
    const value = build(revision);
    this.current = revision;
    this.live.delete(key);
    this.record(
      { key, value: undefined, createRevision: before.createRevision, modRevision: revision },
      { revision, key, type: 'DELETE', value, previous: before.value },
    );
    return { ok: true, revision, value };
  }

  /** Changes with a revision above `since` whose key starts with `prefix`. Throws RevisionError when they are no longer all there. */
  changesSince(prefix: string, since: number): Change[] {
    if (since < this.compacted) throw new RevisionError('compacted', since);
    if (since > this.current) throw new RevisionError('future', since);
    const first = this.changes[0]?.revision ?? this.current + 1;
    return this.changes.slice(Math.max(0, since + 1 - first)).filter((change) => change.key.startsWith(prefix));
  }

  /** `listener` is called inside every commit, in revision order. Returns the way to stop. */
  onChange(listener: (change: Change) => void): () => void {
    this.listeners.push(listener);
    return () => {
      const at = this.listeners.indexOf(listener);
      if (at >= 0) this.listeners.splice(at, 1);
    };
  }

  /** Forgets every state that is not visible at `revision` or later. */
  compact(revision: number): void {
    if (revision <= this.compacted) return;
    this.checkRevision(revision);
    this.compacted = revision;
    this.changes = this.changes.filter((change) => change.revision > revision);
    for (const [key, states] of this.history) {
      let keep = 0;
      while (keep + 1 < states.length && (states[keep + 1] as Entry).modRevision <= revision) keep++;
      const rest = keep > 0 ? states.slice(keep) : states;
      const only = rest.length === 1 ? rest[0] : undefined;
      if (only && only.value === undefined && only.modRevision <= revision) {
        this.history.delete(key);
        this.historyKeys.delete(key);
      } else if (rest !== states) this.history.set(key, rest);
    }
  }

  private checkRevision(revision: number): void {
    if (revision < this.compacted) throw new RevisionError('compacted', revision);
    if (revision > this.current) throw new RevisionError('future', revision);
  }

  private record(entry: Entry, change: Change): void {
    const states = this.history.get(entry.key);
    if (states) states.push(entry);
    else {
      this.history.set(entry.key, [entry]);
      this.historyKeys.set(entry.key, true);
    }
    this.changes.push(change);
    for (const listener of [...this.listeners]) listener(change);
    if (this.changes.length > HISTORY_CHANGES_MAX) this.compact(this.current - HISTORY_CHANGES_MAX / 2);
  }
}

/** The last state with modRevision <= revision. */
function stateAt(states: readonly Entry[], revision: number): Entry | undefined {
  let low = 0;
  let high = states.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((states[middle] as Entry).modRevision <= revision) low = middle + 1;
    else high = middle;
  }
  return states[low - 1];
}
