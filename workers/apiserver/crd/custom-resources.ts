/**
 * The work of upstream's definition controllers, done at once: accepts names, establishes, serves and stops serving what definitions
 * say, and cleans up behind deleted ones (source: apiextensions-apiserver/pkg/controller/{status,establish,finalizer}, 1.36).
 */
import { rfc3339 } from '../../api/time';
import type { AnyObject } from '../../api/meta';
import { cloneJson } from '../../lib/clone';
import { deepEqual } from '../../lib/equal';
import { isEstablished } from '../../resources/apiextensions/customresourcedefinitions/validation';
import type { CustomResourceDefinition } from '../../resources/apiextensions/customresourcedefinitions/types';
import type { Draft, ResourceDefinition } from '../../resources/definition';
import type { Change } from '../../store/store';
import { componentUser } from '../authn/component-users';
import { sealed } from '../backend';
import type { Backend, RequestScope } from '../backend';
import { resourcePrefix } from '../keys';
import { trackUpdate } from '../managed-fields/track';
import { removeEntry, removeObject } from '../verbs/delete';
import { settledStatus } from './conditions';
import { customKinds } from './custom-kind';
import type { CustomKinds } from './custom-kind';
import { inProgress, isEnding, isTerminating, withoutCleanup } from './termination';

const GROUP = 'apiextensions.k8s.io';
const RESOURCE = 'customresourcedefinitions';
const PREFIX = resourcePrefix(GROUP, RESOURCE);

export class CustomResources {
  /** Something happened that may change what is served. */
  private dirty = true;
  /** Prefixes of the objects that hold up a definition's end. */
  private ending: readonly string[] = [];
  private readonly kinds = new Map<string, { readonly definition: CustomResourceDefinition; readonly kinds: CustomKinds }>();

  constructor(private readonly backend: Backend) {}

  /** For the store's listener: cheap, and nothing but a note. */
  changed({ key, type }: Change): void {
    if (key.startsWith(PREFIX)) this.dirty = true;
    else if (type === 'DELETE' && this.ending.some((prefix) => key.startsWith(prefix))) this.dirty = true;
  }

  /** Brings what is served up to date; does nothing unless {@link changed} noted something. */
  settle(): void {
    while (this.dirty) {
      this.dirty = false;
      const all = this.definitions();
      for (const definition of all) this.establish(definition, all);
      this.serve();
      this.cleanUp();
    }
  }

  private definitions(): readonly CustomResourceDefinition[] {
    return this.backend.store.range(PREFIX).map(({ value }) => value as CustomResourceDefinition);
  }

  private establish(definition: CustomResourceDefinition, all: readonly CustomResourceDefinition[]): void {
    const status = settledStatus(definition, all, rfc3339(this.backend.clock()));
    if (status !== definition.status) this.write(definition, { ...cloneJson(definition), status } as unknown as Draft);
  }

  /** The controllers are one field manager. */
  private write(definition: CustomResourceDefinition, draft: Draft): void {
    const { store } = this.backend;
    const kind = this.backend.resources.find(GROUP, 'v1', RESOURCE);
    if (kind) {
      const scope = { ...this.scope(kind, ''), subresource: 'status', fieldManager: 'kube-apiserver' };
      trackUpdate(scope, draft, definition as unknown as AnyObject);
    }
    const key = `${PREFIX}${definition.metadata.name ?? ''}`;
    store.put(key, store.get(key)?.modRevision ?? 0, (revision) => sealed(this.backend, draft, revision));
  }

  private serve(): void {
    const all = this.definitions();
    const names = new Set(all.filter(isEstablished).map(({ metadata }) => metadata.name ?? ''));
    let changed = false;
    for (const name of [...this.kinds.keys()]) {
      if (names.has(name)) continue;
      const { stored } = this.kinds.get(name)?.kinds ?? {};
      if (stored) this.backend.hub.closeResource(stored.group, stored.resource);
      this.kinds.delete(name);
      changed = true;
    }
    for (const definition of all) {
      const name = definition.metadata.name ?? '';
      const known = this.kinds.get(name);
      if (known && isServedAlike(known.definition, definition)) continue;
      if (!isEstablished(definition)) continue;
      this.kinds.set(name, { definition, kinds: customKinds(definition) });
      changed = true;
    }
    if (!changed) return;
    const kinds = [...this.kinds.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, entry]) => entry.kinds.served);
    this.backend.resources.setCustom(kinds);
  }

  private cleanUp(): void {
    const ending: string[] = [];
    for (const definition of this.definitions().filter(isTerminating)) {
      const stored = this.kinds.get(definition.metadata.name ?? '')?.kinds.stored;
      const prefix = resourcePrefix(definition.spec.group, definition.spec.names.plural);
      if (stored) this.removeAll(stored, prefix);
      if (this.backend.store.count(prefix) > 0) {
        ending.push(prefix);
        const draft = inProgress(definition, this.backend.clock());
        if (draft) this.write(definition, draft);
      } else this.finish(definition);
    }
    this.ending = ending;
  }

  private removeAll(kind: ResourceDefinition, prefix: string): void {
    for (const { value } of this.backend.store.range(prefix)) {
      const object = value as AnyObject;
      if (object.metadata?.deletionTimestamp) continue;
      removeObject(this.scope(kind, object.metadata?.namespace ?? ''), object.metadata?.name ?? '', object, {});
    }
  }

  private finish(definition: CustomResourceDefinition): void {
    const draft = withoutCleanup(definition, this.backend.clock());
    if (draft.metadata.finalizers?.length) return this.write(definition, draft);
    const kind = this.backend.resources.find(GROUP, 'v1', RESOURCE);
    if (kind) removeEntry(this.scope(kind, ''), definition.metadata.name ?? '', definition as unknown as AnyObject, draft);
  }

  private scope(definition: ResourceDefinition, namespace: string): RequestScope {
    const user = componentUser('system:apiserver');
    return {
      backend: this.backend,
      definition,
      namespace: definition.namespaced ? namespace : '',
      subresource: '',
      user: user.username,
      userInfo: user,
      dryRun: false,
      nowMs: this.backend.clock(),
      warnings: [],
      patience: {},
    };
  }
}

function isServedAlike(a: CustomResourceDefinition, b: CustomResourceDefinition): boolean {
  return deepEqual(a.spec, b.spec) && deepEqual(a.status?.acceptedNames, b.status?.acceptedNames) && isEnding(a) === isEnding(b);
}
