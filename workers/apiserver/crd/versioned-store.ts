/** The store as requests for one served version of a custom resource see it: everything in that version. */
import type { AnyObject } from '../../api/meta';
import type { CustomKind } from '../../resources/definition';
import type { Change, Entry, ObjectStore, WriteResult } from '../../store/store';

export class VersionedStore implements ObjectStore {
  constructor(
    private readonly store: ObjectStore,
    private readonly custom: CustomKind,
    /** Of the resource's keys; other objects are what they are. */
    private readonly prefix: string,
  ) {}

  get revision(): number {
    return this.store.revision;
  }

  get compactedRevision(): number {
    return this.store.compactedRevision;
  }

  get size(): number {
    return this.store.size;
  }

  get(key: string): Entry | undefined {
    const entry = this.store.get(key);
    return entry && this.shown(entry);
  }

  range(prefix: string, options?: Parameters<ObjectStore['range']>[1]): Entry[] {
    return this.store.range(prefix, options).map((entry) => this.shown(entry));
  }

  count(prefix: string, after?: string): number {
    return this.store.count(prefix, after);
  }

  put(key: string, expected: number, build: (revision: number) => object): WriteResult {
    return this.written(
      key,
      this.store.put(key, expected, (revision) => this.stored(key, build(revision))),
    );
  }

  delete(key: string, expected: number, build: (revision: number) => object): WriteResult {
    return this.written(
      key,
      this.store.delete(key, expected, (revision) => this.stored(key, build(revision))),
    );
  }

  changesSince(prefix: string, since: number): Change[] {
    return this.store.changesSince(prefix, since);
  }

  onChange(listener: (change: Change) => void): () => void {
    return this.store.onChange(listener);
  }

  compact(revision: number): void {
    this.store.compact(revision);
  }

  /** Whether what is stored would be stored as it is: in today's storage version, with today's defaults. */
  isCurrent(key: string): boolean {
    const value = this.store.get(key)?.value as AnyObject | undefined;
    return value === undefined || this.custom.toStored(this.custom.present(value)) === value;
  }

  private shown(entry: Entry): Entry {
    if (entry.value === undefined || !entry.key.startsWith(this.prefix)) return entry;
    const value = this.custom.present(entry.value as AnyObject);
    return value === entry.value ? entry : { ...entry, value };
  }

  private stored(key: string, object: object): object {
    return key.startsWith(this.prefix) ? this.custom.toStored(object as AnyObject) : object;
  }

  private written(key: string, result: WriteResult): WriteResult {
    if (!result.ok || !key.startsWith(this.prefix)) return result;
    return { ...result, value: this.custom.present(result.value as AnyObject) };
  }
}
