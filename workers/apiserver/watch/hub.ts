/**
 * Fans the store's changes out to watchers. Watchers are grouped by resource and, where a field selector pins a field to
 * one value (kubelets: spec.nodeName), found by that value, so a change costs its readers and not all watchers.
 */
import type { AnyObject, WatchEvent } from '../../api/meta';
import type { ResourceDefinition } from '../../resources/definition';
import type { Change } from '../../store/store';
import { fieldValue } from '../selection';
import type { Selection } from '../selection';

/** Objects in events are the stored, shared, read-only ones. */
export interface WatchSink {
  events(events: WatchEvent[]): void;
  /** The server ended the watch. */
  closed(): void;
}

export interface Watcher {
  readonly definition: ResourceDefinition;
  /** "" for all namespaces. */
  readonly namespace: string;
  readonly selection: Selection;
  readonly sink: WatchSink;
  /** A revision still to come that the watcher asked for: it hears only of later ones. */
  readonly after?: number;
  /** Absent: no bookmarks are wanted. */
  readonly bookmark?: (revision: number) => WatchEvent;
}

/** How often a watcher that wants bookmarks gets one. Differs: with the first change of anything after that time. */
const BOOKMARK_PERIOD_MS = 60_000;

interface ResourceWatchers {
  readonly definition: ResourceDefinition;
  readonly unpinned: Set<Watcher>;
  readonly pinned: Map<string, Map<string, Set<Watcher>>>;
}

export class WatchHub {
  private readonly resources = new Map<string, ResourceWatchers>();

  private readonly bookmarksDueMs = new Map<Watcher, number>();
  /** Not after the earliest of those. */
  private nextBookmarkMs = Number.POSITIVE_INFINITY;

  add(watcher: Watcher, nowMs: number): void {
    if (watcher.bookmark) this.schedule(watcher, nowMs);
    const { definition, selection } = watcher;
    const id = `${definition.group || 'core'}/${definition.resource}`;
    let watchers = this.resources.get(id);
    if (!watchers) this.resources.set(id, (watchers = { definition, unpinned: new Set(), pinned: new Map() }));
    if (!selection.pinned) return void watchers.unpinned.add(watcher);
    const { field, value } = selection.pinned;
    const values = watchers.pinned.get(field) ?? new Map<string, Set<Watcher>>();
    watchers.pinned.set(field, values);
    const same = values.get(value) ?? new Set<Watcher>();
    values.set(value, same);
    same.add(watcher);
  }

  remove(watcher: Watcher): void {
    this.bookmarksDueMs.delete(watcher);
    const watchers = this.resources.get(`${watcher.definition.group || 'core'}/${watcher.definition.resource}`);
    if (!watchers) return;
    watchers.unpinned.delete(watcher);
    const { pinned } = watcher.selection;
    if (!pinned) return;
    const values = watchers.pinned.get(pinned.field);
    const same = values?.get(pinned.value);
    same?.delete(watcher);
    if (same?.size === 0) values?.delete(pinned.value);
  }

  /** Open watches by resource and by what they span. */
  counts(): readonly { readonly definition: ResourceDefinition; readonly scope: 'cluster' | 'namespace'; readonly count: number }[] {
    return [...this.resources.values()].flatMap((watchers) => {
      const all = watchersOf(watchers);
      const inNamespace = all.filter(({ namespace }) => namespace !== '').length;
      const { definition } = watchers;
      return [
        { definition, scope: 'cluster' as const, count: all.length - inNamespace },
        { definition, scope: 'namespace' as const, count: inNamespace },
      ].filter(({ count }) => count > 0);
    });
  }

  /** Ends the watches of a resource that is served no longer. */
  closeResource(group: string, resource: string): void {
    const id = `${group || 'core'}/${resource}`;
    const watchers = this.resources.get(id);
    this.resources.delete(id);
    for (const watcher of watchers ? watchersOf(watchers) : []) {
      this.bookmarksDueMs.delete(watcher);
      watcher.sink.closed();
    }
  }

  /** Ends every watch, as a restarting server does. */
  closeAll(): void {
    const all = [...this.resources.values()].flatMap(watchersOf);
    this.resources.clear();
    this.bookmarksDueMs.clear();
    for (const watcher of all) watcher.sink.closed();
  }

  publish(change: Change, nowMs: number): void {
    this.deliver(change);
    if (nowMs >= this.nextBookmarkMs) this.sendBookmarks(change.revision, nowMs);
  }

  private schedule(watcher: Watcher, nowMs: number): void {
    const dueMs = nowMs + BOOKMARK_PERIOD_MS;
    this.bookmarksDueMs.set(watcher, dueMs);
    this.nextBookmarkMs = Math.min(this.nextBookmarkMs, dueMs);
  }

  private sendBookmarks(revision: number, nowMs: number): void {
    this.nextBookmarkMs = Number.POSITIVE_INFINITY;
    for (const [watcher, dueMs] of [...this.bookmarksDueMs]) {
      if (dueMs > nowMs) this.nextBookmarkMs = Math.min(this.nextBookmarkMs, dueMs);
      else {
        this.schedule(watcher, nowMs);
        if (watcher.bookmark && revision > (watcher.after ?? 0)) watcher.sink.events([watcher.bookmark(revision)]);
      }
    }
  }

  private deliver(change: Change): void {
    const [, , group, resource] = change.key.split('/', 4);
    const watchers = this.resources.get(`${group}/${resource}`);
    if (!watchers) return;
    const shared = eventOf(change);
    for (const watcher of watchers.unpinned) deliver(watcher, change, shared);
    for (const [field, values] of watchers.pinned) {
      const now = fieldValue(watchers.definition, change.value as AnyObject, field);
      const then = change.previous === undefined ? now : fieldValue(watchers.definition, change.previous as AnyObject, field);
      for (const watcher of values.get(now) ?? []) deliver(watcher, change, shared);
      if (then !== now) for (const watcher of values.get(then) ?? []) deliver(watcher, change, shared);
    }
  }
}

function watchersOf({ unpinned, pinned }: ResourceWatchers): Watcher[] {
  return [...unpinned, ...[...pinned.values()].flatMap((values) => [...values.values()].flatMap((set) => [...set]))];
}

function deliver(watcher: Watcher, change: Change, shared: WatchEvent): void {
  if (watcher.after !== undefined && change.revision <= watcher.after) return;
  const event = eventFor(watcher, change, shared);
  if (event) watcher.sink.events([event]);
}

export function eventOf(change: Change): WatchEvent {
  const type = change.type === 'DELETE' ? 'DELETED' : change.previous === undefined ? 'ADDED' : 'MODIFIED';
  return { type, object: change.value as AnyObject };
}

/** What a watcher sees of a change: entering its selection is ADDED, leaving it DELETED with the last matching state. */
export function eventFor(watcher: Omit<Watcher, 'sink'>, change: Change, shared: WatchEvent): WatchEvent | undefined {
  const { namespace, selection } = watcher;
  const object = change.value as AnyObject;
  if (namespace && object.metadata?.namespace !== namespace) return undefined;
  if (selection.everything) return shared;
  const matched = change.previous !== undefined && selection.matches(change.previous as AnyObject);
  if (change.type === 'DELETE') return matched ? shared : undefined;
  const matches = selection.matches(object);
  if (matches) return matched === (change.previous !== undefined) ? shared : { type: 'ADDED', object };
  return matched ? { type: 'DELETED', object: atRevision(change.previous as AnyObject, change.revision) } : undefined;
}

function atRevision(object: AnyObject, revision: number): AnyObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } };
}
