/**
 * A shared informer: a cache of one resource kept by list-and-watch, with indexes and event handlers
 * (the roles of client-go's Reflector, DeltaFIFO and Indexer; release 1.36 lists through the watch itself,
 * `sendInitialEvents`, and so does this).
 */

import type { ApiReply } from '../api/request';
import { objectKey } from '../api/meta';
import type { AnyObject, GroupVersionResource, KubeObject, WatchEvent } from '../api/meta';
import type { Process } from './process';

export interface InformerOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Watches as somebody else than the process's user. */
  readonly user?: string;
}

/** Handlers only enqueue keys; they are called after the cache has changed. */
export interface EventHandler<T = AnyObject> {
  readonly onAdd?: (object: T) => void;
  readonly onUpdate?: (before: T, after: T) => void;
  readonly onDelete?: (object: T) => void;
}

/** client-go's reflector back-off: 800 ms doubling to 30 s. */
const RETRY_MS_MIN = 800;
const RETRY_MS_MAX = 30_000;
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

export interface CacheSnapshot {
  readonly resource: GroupVersionResource;
  readonly options: InformerOptions;
  readonly versions: readonly (readonly [key: string, resourceVersion: string])[];
}

export class Informer<T = AnyObject> {
  /** By {@link objectKey}; insertion order is first-seen order. */
  private readonly objects = new Map<string, T>();
  private readonly handlers: EventHandler<T>[] = [];
  private readonly indexes = new Map<string, Index<T>>();
  private watchId: number | undefined;
  private retryMs = RETRY_MS_MIN;
  private version = '';
  private inSync = false;
  /** Keys seen since the watch was (re)opened, until the initial events end: what is not among them is gone. */
  private seen: Set<string> | undefined;
  private stopped = false;

  constructor(
    private readonly process: Process,
    readonly resource: GroupVersionResource,
    readonly options: InformerOptions,
  ) {
    this.open();
  }

  /** True once the first full list has arrived; stays true while a broken watch is being reopened. */
  get hasSynced(): boolean {
    return this.inSync;
  }

  /** resourceVersion of the newest event seen. */
  get resourceVersion(): string {
    return this.version;
  }

  get(key: string): T | undefined {
    return this.objects.get(key);
  }

  get size(): number {
    return this.objects.size;
  }

  list(): IterableIterator<T> {
    return this.objects.values();
  }

  keys(): IterableIterator<string> {
    return this.objects.keys();
  }

  /** Adds a named index; `keysOf` gives the index values of an object. May be called any time; idempotent by name. */
  addIndex(name: string, keysOf: (object: T) => readonly string[]): void {
    if (this.indexes.has(name)) return;
    const index = new Index(keysOf);
    for (const [key, object] of this.objects) index.insert(key, object);
    this.indexes.set(name, index);
  }

  /** Objects with this index value, in order of their keys' first insertion. */
  byIndex(name: string, value: string): readonly T[] {
    const index = this.indexes.get(name);
    if (!index) throw new Error(`informer ${this.resource.resource}: no index "${name}"`);
    return index.values(value);
  }

  addHandler(handler: EventHandler<T>): void {
    this.handlers.push(handler);
    for (const object of this.objects.values()) handler.onAdd?.(object);
  }

  /** Keys and resourceVersions held, with what was asked for. */
  snapshot(): CacheSnapshot {
    const versions = [...this.objects].map(([key, object]) => [key, (object as KubeObject).metadata?.resourceVersion ?? ''] as const);
    return { resource: this.resource, options: this.options, versions };
  }

  /** For the process: a batch of this informer's watch. */
  receive(events: readonly WatchEvent[]): void {
    for (const event of events) this.apply(event);
  }

  /** For the process: follows nothing from now on; what is held stays, and no handler hears of it. */
  stop(): void {
    this.stopped = true;
    if (this.watchId !== undefined) this.process.closeWatch(this.watchId);
    this.watchId = undefined;
  }

  watchFailed(_reply: ApiReply): void {
    this.reopenLater();
  }

  watchClosed(): void {
    this.reopenLater();
  }

  private open(): void {
    if (this.stopped) return;
    this.seen = new Set();
    const { namespace, labelSelector, fieldSelector, user } = this.options;
    this.watchId = this.process.openWatch(
      {
        verb: 'watch',
        ...this.resource,
        ...(namespace === undefined ? {} : { namespace }),
        ...(user === undefined ? {} : { user }),
        options: {
          sendInitialEvents: true,
          allowWatchBookmarks: true,
          resourceVersionMatch: 'NotOlderThan',
          ...(labelSelector === undefined ? {} : { labelSelector }),
          ...(fieldSelector === undefined ? {} : { fieldSelector }),
        },
      },
      this as unknown as Informer,
    );
  }

  private reopenLater(): void {
    this.watchId = undefined;
    if (this.stopped) return;
    const at = this.process.nowMs + this.retryMs;
    this.retryMs = Math.min(this.retryMs * 2, RETRY_MS_MAX);
    this.process.timers.at(at, () => this.open(), { background: true });
  }

  private apply(event: WatchEvent): void {
    if (event.type === 'ERROR') {
      if (this.watchId !== undefined) this.process.closeWatch(this.watchId);
      this.reopenLater();
      return;
    }
    const object = event.object as KubeObject;
    this.version = object.metadata?.resourceVersion ?? this.version;
    if (event.type === 'BOOKMARK') {
      if (object.metadata?.annotations?.[INITIAL_EVENTS_END] === 'true') this.finishInitialList();
      return;
    }
    const key = objectKey(object);
    this.process.withCause(`watch ${this.resource.resource} ${key} @${object.metadata?.resourceVersion ?? ''}`, () => {
      if (event.type === 'DELETED') this.remove(key, event.object as T);
      else this.store(key, event.object as T);
    });
  }

  private finishInitialList(): void {
    const seen = this.seen;
    this.seen = undefined;
    this.retryMs = RETRY_MS_MIN;
    if (seen) {
      for (const [key, object] of [...this.objects]) if (!seen.has(key)) this.remove(key, object);
    }
    this.inSync = true;
  }

  private store(key: string, object: T): void {
    this.seen?.add(key);
    const before = this.objects.get(key);
    if (before !== undefined && this.seen && sameVersion(before, object)) return;
    this.objects.set(key, object);
    for (const index of this.indexes.values()) {
      if (before !== undefined) index.remove(key, before);
      index.insert(key, object);
    }
    // A name that was deleted and created again while the watch was broken is two objects, not an update of one.
    const replaced = before !== undefined && uidOf(before) !== uidOf(object);
    for (const handler of this.handlers) {
      if (before === undefined) handler.onAdd?.(object);
      else if (replaced) {
        handler.onDelete?.(before);
        handler.onAdd?.(object);
      } else handler.onUpdate?.(before, object);
    }
  }

  private remove(key: string, last: T): void {
    const before = this.objects.get(key);
    if (before === undefined) return;
    this.objects.delete(key);
    for (const index of this.indexes.values()) index.remove(key, before);
    for (const handler of this.handlers) handler.onDelete?.(last);
  }
}

class Index<T> {
  private readonly entries = new Map<string, Map<string, T>>();
  constructor(private readonly keysOf: (object: T) => readonly string[]) {}

  insert(key: string, object: T): void {
    for (const value of this.keysOf(object)) {
      let bucket = this.entries.get(value);
      if (!bucket) this.entries.set(value, (bucket = new Map()));
      bucket.set(key, object);
    }
  }

  remove(key: string, object: T): void {
    for (const value of this.keysOf(object)) {
      const bucket = this.entries.get(value);
      if (bucket?.delete(key) && bucket.size === 0) this.entries.delete(value);
    }
  }

  values(value: string): readonly T[] {
    const bucket = this.entries.get(value);
    return bucket ? [...bucket.values()] : [];
  }
}

function sameVersion(a: unknown, b: unknown): boolean {
  return (a as KubeObject).metadata?.resourceVersion === (b as KubeObject).metadata?.resourceVersion && uidOf(a) === uidOf(b);
}

function uidOf(object: unknown): string | undefined {
  return (object as KubeObject).metadata?.uid;
}
