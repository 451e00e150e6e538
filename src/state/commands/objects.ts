/** Writes to the cluster. Each answers with the API server's reply; nothing changes on the page before the watch says so. */
import { parseAllDocuments } from 'yaml';
import type { AnyObject } from '../../../workers/api/meta';
import { failure } from '../../../workers/api/status';
import type { PageReply } from '../../../workers/protocol/page';
import { transport } from '../connection';
import { objectPath } from '../kinds';
import type { WatchedKind } from '../kinds';

/** What became of one document of a manifest. */
export interface CreateResult {
  readonly kind: string;
  readonly name: string;
  readonly reply: PageReply;
}

/** `kubectl create` of every document of a YAML text, in order. A kind that is not served gives a reply with code 0. */
export async function createManifest(text: string): Promise<CreateResult[]> {
  const results: CreateResult[] = [];
  for (const document of parseAllDocuments(text)) {
    const object = document.toJS() as AnyObject | null;
    if (object) results.push({ kind: object.kind ?? '', name: object.metadata?.name ?? '', reply: await createObject(object) });
  }
  return results;
}

async function createObject(object: AnyObject): Promise<PageReply> {
  const { apiVersion = '', kind = '', metadata } = object;
  const resource = await discover(apiVersion, kind);
  if (!resource) return { code: 0, body: failure(0, 'NotFound', `no matches for kind "${kind}" in version "${apiVersion}"`) };
  const scope = resource.namespaced ? `/namespaces/${encodeURIComponent(metadata?.namespace ?? 'default')}` : '';
  return transport().request({ method: 'POST', path: `${prefixOf(apiVersion)}${scope}/${resource.name}`, body: object });
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

export function deleteObject(
  kind: WatchedKind,
  namespace: string | undefined,
  name: string,
  options: DeleteOptions = {},
): Promise<PageReply> {
  return transport().request({
    method: 'DELETE',
    path: objectPath(kind, namespace, name),
    body: { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background', ...options },
  });
}

/** `kubectl cordon` and `uncordon`. */
export function setUnschedulable(node: string, unschedulable: boolean): Promise<PageReply> {
  return transport().request({
    method: 'PATCH',
    path: objectPath('Node', undefined, node),
    contentType: 'application/merge-patch+json',
    body: { spec: { unschedulable: unschedulable || null } },
  });
}
