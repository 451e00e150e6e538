/** Writes to the cluster. Each answers with the API server's reply; nothing changes on the page before the watch says so. */
import { parseAllDocuments } from 'yaml';
import type { AnyObject } from '../../../workers/api/meta';
import { failure } from '../../../workers/api/status';
import type { PageReply } from '../../../workers/protocol/page';
import { transport } from '../connection';
import { objectPath } from '../kinds';
import type { WatchedKind } from '../kinds';

/** What became of one document of a manifest. */
export interface ApplyResult {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly reply: PageReply;
  /** Line of the document's first character, from 1. */
  readonly line: number;
}

export interface ApplyOptions {
  readonly dryRun?: boolean;
  /** Default "kubarium". */
  readonly fieldManager?: string;
  /** Default true: take fields over from other managers. */
  readonly force?: boolean;
}

/** Server-side apply of every document of a YAML text, in order. Documents that are no objects give a reply with code 0. */
export async function applyManifest(text: string, options: ApplyOptions = {}): Promise<ApplyResult[]> {
  const results: ApplyResult[] = [];
  for (const document of parseAllDocuments(text)) {
    const line = text.slice(0, document.contents?.range?.[0] ?? 0).split('\n').length;
    if (document.errors[0]) {
      results.push({ apiVersion: '', kind: '', name: '', line, reply: { code: 0, body: failure(0, 'BadRequest', document.errors[0].message) } });
      continue;
    }
    const object = document.toJS() as AnyObject | null;
    if (object === null) continue;
    results.push({ ...(await applyObject(object, options)), line });
  }
  return results;
}

async function applyObject(object: AnyObject, options: ApplyOptions): Promise<Omit<ApplyResult, 'line'>> {
  const apiVersion = object.apiVersion ?? '';
  const kind = object.kind ?? '';
  const name = object.metadata?.name ?? '';
  const place = await discover(apiVersion, kind);
  const namespace = place?.namespaced ? (object.metadata?.namespace ?? 'default') : undefined;
  const identity = { apiVersion, kind, name, ...(namespace ? { namespace } : {}) };
  if (!place) {
    return { ...identity, reply: { code: 0, body: failure(0, 'NotFound', `no matches for kind "${kind}" in version "${apiVersion}"`) } };
  }
  const query = new URLSearchParams({ fieldManager: options.fieldManager ?? 'kubarium', force: String(options.force ?? true) });
  if (options.dryRun) query.set('dryRun', 'All');
  const scope = namespace ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const reply = await transport().request({
    method: 'PATCH',
    path: `${prefixOf(apiVersion)}${scope}/${place.name}/${encodeURIComponent(name)}?${query}`,
    contentType: 'application/apply-patch+yaml',
    body: JSON.stringify(object),
  });
  return { ...identity, reply };
}

interface DiscoveredResource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

async function discover(apiVersion: string, kind: string): Promise<DiscoveredResource | undefined> {
  const reply = await transport().request({ method: 'GET', path: prefixOf(apiVersion) });
  const resources = (reply.body as { resources?: readonly DiscoveredResource[] } | undefined)?.resources ?? [];
  return resources.find((resource) => resource.kind === kind && !resource.name.includes('/'));
}

function prefixOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

export interface DeleteOptions {
  /** 0 is `--now --force`. */
  readonly gracePeriodSeconds?: number;
}

export function deleteObject(kind: WatchedKind, namespace: string | undefined, name: string, options: DeleteOptions = {}): Promise<PageReply> {
  return transport().request({
    method: 'DELETE',
    path: objectPath(kind, namespace, name),
    body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', ...options },
  });
}

/** Sets the number of replicas through the scale subresource. */
export function scale(kind: 'Deployment' | 'ReplicaSet', namespace: string, name: string, replicas: number): Promise<PageReply> {
  return transport().request({
    method: 'PATCH',
    path: `${objectPath(kind, namespace, name)}/scale`,
    contentType: 'application/merge-patch+json',
    body: { spec: { replicas } },
  });
}
