/** Discovery documents, derived from the resource definitions (source: k8s.io/apiserver/pkg/endpoints/discovery, 1.36). */
import { compareVersions } from '../../api/version-order';
import type { ResourceDefinition } from '../../resources/definition';
import { storageVersionHash } from '../crd/storage-version-hash';
import { apiVersionOf } from '../resource-table';

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'];
/** Custom resources list theirs in another order. */
const CUSTOM_VERBS = ['delete', 'deletecollection', 'get', 'list', 'patch', 'create', 'update', 'watch'];
const ENDING_VERBS = ['delete', 'deletecollection', 'get', 'list', 'watch'];
const OBJECT_VERBS = ['get', 'patch', 'update'];
/** Upstream's order of groups, by the priority of their API services; others follow by name. */
const GROUP_ORDER = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'resource.k8s.io',
  'flowcontrol.apiserver.k8s.io',
];

export function verbsOf(definition: ResourceDefinition): readonly string[] {
  if (definition.verbs) return definition.verbs;
  if (definition.custom) return definition.custom.ending ? ENDING_VERBS : CUSTOM_VERBS;
  return definition.group === '' && definition.resource === 'namespaces' ? VERBS.filter((verb) => verb !== 'deletecollection') : VERBS;
}

interface Subresource {
  readonly name: string;
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  readonly verbs: readonly string[];
}

export function subresourcesOf(definition: ResourceDefinition): readonly Subresource[] {
  const all: Subresource[] = [...(definition.subresources ?? [])];
  if (definition.hasStatus && !all.some(({ name }) => name === 'status'))
    all.push({ name: 'status', kind: definition.kind, verbs: OBJECT_VERBS });
  if (definition.scale && !all.some(({ name }) => name === 'scale'))
    all.push({ name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: OBJECT_VERBS });
  return definition.custom ? all : all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Named groups with their versions, preferred version first. */
export function groupVersions(definitions: readonly ResourceDefinition[]): Map<string, string[]> {
  const groups = new Map<string, Set<string>>();
  for (const { group, version } of definitions) groups.set(group, (groups.get(group) ?? new Set()).add(version));
  const rank = (group: string) => (GROUP_ORDER.includes(group) ? GROUP_ORDER.indexOf(group) : GROUP_ORDER.length);
  const names = [...groups.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return new Map(names.map((name) => [name, [...(groups.get(name) ?? [])].sort(compareVersions)]));
}

/** GET /api. */
export function coreVersions(): object {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.0.2:6443' }],
  };
}

/** GET /apis. */
export function groupList(definitions: readonly ResourceDefinition[]): object {
  const groups = [...groupVersions(definitions)].filter(([name]) => name !== '').map(([name, versions]) => groupEntry(name, versions));
  return { kind: 'APIGroupList', apiVersion: 'v1', groups };
}

/** GET /apis/<group>. */
export function group(definitions: readonly ResourceDefinition[], name: string): object | undefined {
  const versions = groupVersions(definitions).get(name);
  return versions && name !== '' ? { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(name, versions) } : undefined;
}

function groupEntry(name: string, versions: readonly string[]): object {
  const entries = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions: entries, preferredVersion: entries[0] };
}

/** GET /api/v1 and /apis/<group>/<version>. */
export function resourceList(definitions: readonly ResourceDefinition[], groupName: string, version: string): object | undefined {
  const own = inVersion(definitions, groupName, version);
  if (own.length === 0) return undefined;
  const resources = own.flatMap((definition) => [
    resourceEntry(definition),
    ...subresourcesOf(definition).map((sub) => subresourceEntry(definition, sub)),
  ]);
  return {
    kind: 'APIResourceList',
    ...(groupName ? { apiVersion: 'v1' } : {}),
    groupVersion: apiVersionOf({ group: groupName, version }),
    resources,
  };
}

function inVersion(definitions: readonly ResourceDefinition[], groupName: string, version: string): readonly ResourceDefinition[] {
  return definitions
    .filter((definition) => definition.group === groupName && definition.version === version)
    .toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
}

function resourceEntry(definition: ResourceDefinition): object {
  const { resource, singular, namespaced, kind, shortNames, categories } = definition;
  return {
    name: resource,
    singularName: singular,
    namespaced,
    kind,
    verbs: verbsOf(definition),
    ...(shortNames?.length ? { shortNames } : {}),
    ...(categories?.length ? { categories } : {}),
    ...(definition.verbs ? {} : { storageVersionHash: storageVersionHash(storedAs(definition)) }),
  };
}

/** Kinds that upstream still stores in an older version. */
const OLDER_VERSIONS: Readonly<Record<string, string>> = {
  'admissionregistration.k8s.io/mutatingadmissionpolicies': 'v1beta1',
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings': 'v1beta1',
  'apiextensions.k8s.io/customresourcedefinitions': 'v1beta1',
};

function storedAs(definition: ResourceDefinition): ResourceDefinition {
  const stored = definition.custom?.stored() ?? definition.view?.stored ?? definition;
  return { ...stored, version: OLDER_VERSIONS[`${stored.group}/${stored.resource}`] ?? stored.version };
}

function subresourceEntry(
  { resource, namespaced }: ResourceDefinition,
  { name, kind, group: groupName, version, verbs }: Subresource,
): object {
  return { name: `${resource}/${name}`, singularName: '', namespaced, ...(groupName ? { group: groupName, version } : {}), kind, verbs };
}

/** GET /api or /apis in the aggregated form, apidiscovery.k8s.io/v2. */
export function aggregated(definitions: readonly ResourceDefinition[], core: boolean): object {
  const items = [...groupVersions(definitions)]
    .filter(([name]) => (name === '') === core)
    .map(([name, versions]) => ({
      metadata: name ? { name } : {},
      versions: versions.map((version) => ({
        version,
        resources: inVersion(definitions, name, version).map(aggregatedResource),
        freshness: 'Current',
      })),
    }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function aggregatedResource(definition: ResourceDefinition): object {
  const { resource, kind, namespaced, singular, shortNames, categories } = definition;
  const subresources = subresourcesOf(definition).map((sub) => ({
    subresource: sub.name,
    responseKind: { group: sub.group ?? '', version: sub.version ?? '', kind: sub.kind },
    verbs: sub.verbs,
  }));
  return {
    resource,
    responseKind: { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs: verbsOf(definition),
    ...(shortNames?.length ? { shortNames } : {}),
    ...(categories?.length ? { categories } : {}),
    ...(subresources.length ? { subresources } : {}),
  };
}
