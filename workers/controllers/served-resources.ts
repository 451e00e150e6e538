/**
 * What the API server serves, for controllers that work on all kinds: the built-in resources, and what CustomResourceDefinitions bring
 * and take away (the role of discovery in pkg/controller/{garbagecollector,resourcequota}, 1.36).
 * Differs: kinds are noticed as soon as their definition is established; upstream asks discovery every 30 s.
 */
import { compareVersions } from '../api/version-order';
import type { Informer } from '../client/informer';
import type { Process } from '../client/process';
import { deepEqual } from '../lib/equal';
import type { CustomResourceDefinition } from '../resources/apiextensions/customresourcedefinitions/types';
import { CUSTOM_RESOURCE_DEFINITIONS } from './resources';
import type { ServedResource } from './resources';

export interface ResourceFollower {
  readonly served: (resource: ServedResource) => void;
  readonly gone: (resource: ServedResource) => void;
}

export class ServedResources {
  private readonly definitions: Informer<CustomResourceDefinition>;
  /** The served versions of each definition's resource, preferred one first; by the definition's name. */
  private readonly custom = new Map<string, readonly ServedResource[]>();
  private readonly byKind = new Map<string, ServedResource>();
  private readonly followers: ResourceFollower[] = [];
  /** Whose watches end with this step: until then they may bring what happened before. */
  private ended: readonly ServedResource[] = [];

  constructor(
    process: Process,
    private readonly builtIn: readonly ServedResource[],
  ) {
    this.definitions = process.informer<CustomResourceDefinition>(CUSTOM_RESOURCE_DEFINITIONS);
    this.definitions.addHandler({
      onAdd: (definition) => this.change(definition.metadata.name ?? '', versionsOf(definition)),
      onUpdate: (_, definition) => this.change(definition.metadata.name ?? '', versionsOf(definition)),
      onDelete: (definition) => this.change(definition.metadata.name ?? '', []),
    });
    this.index();
    process.eachStep(() => {
      for (const resource of this.ended) process.stopInformer(resource);
      this.ended = [];
    });
  }

  get hasSynced(): boolean {
    return this.definitions.hasSynced;
  }

  /** Each resource once, in its preferred version. */
  all(): readonly ServedResource[] {
    return [...this.builtIn, ...[...this.custom.values()].flatMap((versions) => versions.slice(0, 1))];
  }

  /** In whichever version is asked for, if that is served. */
  find(apiVersion: string, kind: string): ServedResource | undefined {
    return this.byKind.get(`${apiVersion}|${kind}`);
  }

  /** Hears at once of what is served now, then of what comes and goes. A preferred version that changes is both. */
  follow(follower: ResourceFollower): void {
    this.followers.push(follower);
    for (const resource of this.all()) follower.served(resource);
  }

  private change(name: string, versions: readonly ServedResource[]): void {
    const before = this.custom.get(name) ?? [];
    if (deepEqual(before, versions)) return;
    if (versions.length > 0) this.custom.set(name, versions);
    else this.custom.delete(name);
    this.index();
    const [old, now] = [before[0], versions[0]];
    if (deepEqual(old, now)) return;
    if (old) {
      for (const follower of this.followers) follower.gone(old);
      this.ended = [...this.ended, old];
    }
    if (now) {
      this.ended = this.ended.filter((resource) => !deepEqual(resource, now));
      for (const follower of this.followers) follower.served(now);
    }
  }

  private index(): void {
    this.byKind.clear();
    const custom = [...this.custom.values()].flat();
    for (const resource of [...custom, ...this.builtIn]) this.byKind.set(`${apiVersionOf(resource)}|${resource.kind}`, resource);
  }
}

export function apiVersionOf({ group, version }: { readonly group: string; readonly version: string }): string {
  return group === '' ? version : `${group}/${version}`;
}

/** None before the definition is established. */
function versionsOf({ spec, status }: CustomResourceDefinition): readonly ServedResource[] {
  const established = status?.conditions?.some(({ type, status: value }) => type === 'Established' && value === 'True');
  if (!established) return [];
  const { plural, kind } = status?.acceptedNames ?? spec.names;
  return spec.versions
    .filter(({ served }) => served)
    .map(({ name }) => name)
    .toSorted(compareVersions)
    .map((version) => ({ group: spec.group, version, resource: plural, kind, namespaced: spec.scope === 'Namespaced', custom: true }));
}
