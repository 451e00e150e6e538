/**
 * Watches: initial events, changes since a revision, then what the hub sends
 * (source: k8s.io/apiserver/pkg/storage/cacher, 1.36; KEP-3157 for sendInitialEvents).
 */
import type { FieldError } from '../../api/field-error';
import type { AnyObject, WatchEvent } from '../../api/meta';
import type { ApiReply, RequestOptions } from '../../api/request';
import { isStatus } from '../../api/status';
import type { Status } from '../../api/status';
import type { ResourceDefinition } from '../../resources/definition';
import { typeOfKind } from '../../resources/schema/structure';
import { RevisionError } from '../../store/store';
import type { RequestScope } from '../backend';
import { prefixOf } from '../keys';
import { zeroObject } from '../managed-fields/zero-object';
import { expired, failed, invalid, tooLargeVersion, unclassified } from '../replies';
import { apiVersionOf } from '../resource-table';
import { compileSelection } from '../selection';
import { checkListOptions } from '../verbs/list';
import { invalidVersion } from '../verbs/resource-version';
import { eventFor, eventOf } from './hub';
import type { Watcher, WatchSink } from './hub';

/** Initial events are delivered before this returns, in one batch; later ones one batch per commit. */
export function watch(scope: RequestScope, asked: RequestOptions, sink: WatchSink, name = ''): { stop(): void } | ApiReply {
  const { backend, definition, namespace } = scope;
  const options = scope.outside && !asked.readAsList ? withDefaults(asked) : asked;
  const refusal = (asked.readAsList ? checkListOptions : checkOptions)(options) ?? checkVersion(options);
  if (refusal) return failed(refusal);
  const fieldSelector = [name ? `metadata.name=${name}` : '', options.fieldSelector ?? ''].filter(Boolean).join(',');
  const selection = compileSelection(definition, { ...options, fieldSelector });
  if (isStatus(selection)) return failed(selection);
  const since = Number(options.resourceVersion || '0');
  const watcher: Watcher = {
    definition,
    namespace,
    selection,
    sink,
    ...(since > backend.store.revision ? { after: since } : {}),
    ...(scope.outside && options.allowWatchBookmarks ? { bookmark: (revision) => bookmark(scope, revision) } : {}),
  };
  const first = firstEvents(scope, options, watcher);
  if (isStatus(first)) {
    sink.events([{ type: 'ERROR', object: first as unknown as AnyObject }]);
    sink.closed();
    return { stop: () => undefined };
  }
  if (first.length) sink.events(first);
  backend.hub.add(watcher, scope.nowMs);
  return { stop: () => backend.hub.remove(watcher) };
}

/** From the start of things is a list first, told as events (source: apimachinery/pkg/apis/internalversion/defaults.go). */
function withDefaults(options: RequestOptions): RequestOptions {
  const { resourceVersion = '', resourceVersionMatch, sendInitialEvents } = options;
  const fromStart = resourceVersion === '' || resourceVersion === '0';
  if (!fromStart || resourceVersionMatch !== undefined || sendInitialEvents !== undefined) return options;
  return { ...options, resourceVersionMatch: 'NotOlderThan', sendInitialEvents: true };
}

function firstEvents(scope: RequestScope, options: RequestOptions, watcher: Watcher): WatchEvent[] | Status {
  const { store } = scope.backend;
  const version = options.resourceVersion ?? '';
  const since = Number(version || '0');
  const prefix = prefixOf(scope.definition, scope.namespace);
  if (options.sendInitialEvents || (since === 0 && options.sendInitialEvents === undefined)) {
    if (since > store.revision) return tooLargeVersion(since, store.revision);
    const events: WatchEvent[] = [];
    for (const { value } of store.range(prefix)) {
      if (watcher.selection.matches(value as AnyObject)) events.push({ type: 'ADDED', object: value as AnyObject });
    }
    if (options.sendInitialEvents && options.allowWatchBookmarks) events.push(bookmark(scope, store.revision, INITIAL_END));
    return events;
  }
  if (since === 0) return [];
  try {
    return store.changesSince(prefix, since).flatMap((change) => eventFor(watcher, change, eventOf(change)) ?? []);
  } catch (error) {
    if (!(error instanceof RevisionError)) throw error;
    if (error.kind === 'future') return [];
    return expired(`too old resource version: ${since} (${store.compactedRevision})`);
  }
}

/** Marks the end of the initial events. */
const INITIAL_END = { 'k8s.io/initial-events-end': 'true' };

/** An empty object of the kind, with the revision up to which the watcher has been told everything. */
function bookmark({ definition }: RequestScope, revision: number, annotations?: Readonly<Record<string, string>>): WatchEvent {
  const metadata = { resourceVersion: String(revision), ...(annotations ? { annotations } : {}) };
  return { type: 'BOOKMARK', object: emptyObject(definition, metadata) };
}

/** An empty one of a workload says how many it wants: none. */
export function emptyObject(definition: ResourceDefinition, metadata: NonNullable<AnyObject['metadata']>): AnyObject {
  const apiVersion = apiVersionOf(definition);
  const struct = definition.custom ? undefined : typeOfKind(apiVersion, definition.kind);
  const object: AnyObject = { kind: definition.kind, apiVersion, ...(struct ? zeroObject(struct) : {}), metadata };
  return definition.group === 'apps' && definition.scale ? { ...object, spec: { replicas: 0, ...(object.spec as object) } } : object;
}

function checkOptions(options: RequestOptions): Status | undefined {
  const { resourceVersionMatch, sendInitialEvents } = options;
  const field = 'resourceVersionMatch';
  const errors: FieldError[] = [];
  const forbid = (why: string) => void errors.push({ type: 'FieldValueForbidden', field, message: `Forbidden: ${why}` });
  if (sendInitialEvents !== undefined && resourceVersionMatch !== 'NotOlderThan')
    forbid('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  if (resourceVersionMatch !== undefined) {
    if (sendInitialEvents === undefined) forbid('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
    if (resourceVersionMatch !== 'NotOlderThan') {
      const message = `Unsupported value: "${resourceVersionMatch}": supported values: "NotOlderThan"`;
      errors.push({ type: 'FieldValueNotSupported', field, message });
    }
    if (options.continue) forbid('resourceVersionMatch is forbidden when continue is provided');
  }
  return errors.length ? invalid({ group: 'meta.k8s.io', kind: 'ListOptions' }, '', errors) : undefined;
}

function checkVersion({ resourceVersion }: RequestOptions): Status | undefined {
  const unreadable = resourceVersion && invalidVersion(resourceVersion);
  return unreadable ? unclassified(unreadable) : undefined;
}
