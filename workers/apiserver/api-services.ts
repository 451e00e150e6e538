/**
 * One APIService for every version of a group that CustomResourceDefinitions bring, as long as they do
 * (source: k8s.io/kube-aggregator/pkg/controllers/autoregister and pkg/controlplane/controller/crdregistration, 1.36).
 */
import type { AnyObject } from '../api/meta';
import { rfc3339 } from '../api/time';
import type { Draft } from '../resources/definition';
import type { RandomStream } from '../sim/component';
import type { Change } from '../store/store';
import { sealed } from './backend';
import type { Backend } from './backend';
import { resourcePrefix } from './keys';
import { newUid } from './names';

const DEFINITIONS = resourcePrefix('apiextensions.k8s.io', 'customresourcedefinitions');
const SERVICES = resourcePrefix('apiregistration.k8s.io', 'apiservices');
const MANAGED = 'kube-aggregator.kubernetes.io/automanaged';

/** The spec and status of an APIService that this server answers itself. */
export function localApiService(group: string, version: string, groupPriorityMinimum: number, versionPriority: number, now: string) {
  const condition = { type: 'Available', status: 'True', lastTransitionTime: now, reason: 'Local' };
  return {
    spec: { ...(group ? { group } : {}), version, groupPriorityMinimum, versionPriority },
    status: { conditions: [{ ...condition, message: 'Local APIServices are always available' }] },
  };
}

export class ApiServices {
  private dirty = true;

  constructor(
    private readonly backend: Backend,
    private readonly uids: RandomStream,
  ) {}

  changed({ key }: Change): void {
    if (key.startsWith(DEFINITIONS)) this.dirty = true;
  }

  /** To be called once what is served is up to date. */
  settle(): void {
    if (!this.dirty) return;
    this.dirty = false;
    const { store, resources } = this.backend;
    const served = new Map(
      resources.all.flatMap(({ custom, group, version }) => (custom ? [[`${version}.${group}`, { group, version }] as const] : [])),
    );
    for (const { value } of store.range(SERVICES)) this.drop(value as AnyObject, served);
    for (const [name, { group, version }] of served) this.add(name, group, version);
  }

  private drop(service: AnyObject, served: ReadonlyMap<string, object>): void {
    const { name = '', labels, resourceVersion } = service.metadata ?? {};
    if (labels?.[MANAGED] !== 'true' || served.has(name)) return;
    const last = { ...service, metadata: { ...service.metadata } };
    this.backend.store.delete(SERVICES + name, Number(resourceVersion), (revision) => sealed(this.backend, last, revision));
  }

  private add(name: string, group: string, version: string): void {
    const { store, clock } = this.backend;
    if (store.get(SERVICES + name)) return;
    const now = rfc3339(clock());
    const draft: Draft = {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name, uid: newUid(this.uids), creationTimestamp: now, labels: { [MANAGED]: 'true' } },
      ...localApiService(group, version, 1000, 100, now),
    };
    store.put(SERVICES + name, 0, (revision) => sealed(this.backend, draft, revision));
  }
}
