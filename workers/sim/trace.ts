import type { ApiReply, ApiRequest } from '../api/request';

/** The causal trace: what happened and what led to it, newest kept, oldest dropped. Not part of the cluster's state. */
export interface TraceEntry {
  /** Rises by one with every entry, from 1; `since` in queries. */
  readonly seq: number;
  readonly atMs: number;
  readonly round: number;
  readonly component: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

export class Trace {
  /** Enough for minutes of a demo; an entry is about 200 bytes. */
  static readonly ENTRIES_MAX = 20_000;
  private entries: TraceEntry[] = [];
  private last = 0;

  add(atMs: number, round: number, component: string, note: { readonly type: string; readonly [field: string]: unknown }): void {
    this.entries.push({ seq: ++this.last, atMs, round, component, ...note });
    if (this.entries.length > 2 * Trace.ENTRIES_MAX) this.entries = this.entries.slice(-Trace.ENTRIES_MAX);
  }

  /** Entries with seq > since (of one type, if given), oldest first, at most `limit` (the newest ones). */
  since(since: number, limit = Trace.ENTRIES_MAX, type?: string): readonly TraceEntry[] {
    const first = this.entries[0]?.seq ?? 1;
    const newer = this.entries.slice(Math.max(0, since + 1 - first));
    return (type === undefined ? newer : newer.filter((entry) => entry.type === type)).slice(-limit);
  }
}

/** A request as the trace tells it: who asked, of what, and what came of it; no bodies. */
export function requestNote({ verb, resource, subresource, namespace, name, cause, user, userInfo }: ApiRequest, { code, body }: ApiReply) {
  const made = (body as { metadata?: { name?: string; resourceVersion?: string } } | undefined)?.metadata;
  return {
    type: 'request',
    user: userInfo?.username ?? user,
    verb,
    resource,
    subresource,
    namespace,
    name: name ?? made?.name,
    code,
    resourceVersion: made?.resourceVersion,
    cause,
  };
}
