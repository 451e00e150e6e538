/** Which kinds the server serves and where: the discovery documents, read once per connection. */
import type { PageReply, PageRequest } from '../../../workers/protocol/page';
import type { KindListing } from './completion';

export type Send = (request: PageRequest) => Promise<PageReply>;

export interface KindMapping extends KindListing {
  /** Plural name, as in paths. */
  readonly resource: string;
  readonly namespaced: boolean;
}

interface ResourceList {
  readonly groupVersion?: string;
  readonly resources?: readonly {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
    readonly verbs?: readonly string[];
  }[];
}

interface GroupList {
  readonly groups?: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
}

/** Empty where the server cannot be reached. */
export async function discoverKinds(send: Send): Promise<KindMapping[]> {
  const groups = await send({ method: 'GET', path: '/apis' });
  const versions = ((groups.body as GroupList | undefined)?.groups ?? []).flatMap((group) =>
    group.versions.map((version) => version.groupVersion),
  );
  const replies = await Promise.all(
    ['v1', ...versions].map(async (apiVersion) => mappingsOf(apiVersion, await send({ method: 'GET', path: apiPrefix(apiVersion) }))),
  );
  return replies.flat();
}

export function apiPrefix(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Path of the kind's collection; cluster-scoped kinds ignore `namespace`. */
export function collectionPath(mapping: KindMapping, namespace: string): string {
  const scope = mapping.namespaced ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  return `${apiPrefix(mapping.apiVersion)}${scope}/${mapping.resource}`;
}

function mappingsOf(apiVersion: string, reply: PageReply): KindMapping[] {
  if (reply.code !== 200) return [];
  const resources = (reply.body as ResourceList).resources ?? [];
  return resources
    .filter((resource) => !resource.name.includes('/') && (resource.verbs?.includes('create') ?? true))
    .map((resource) => ({ apiVersion, kind: resource.kind, resource: resource.name, namespaced: resource.namespaced }));
}
