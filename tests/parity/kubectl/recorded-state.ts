/** A store that holds recorded objects exactly as they were: uids, revisions, status. */
import type { AnyObject } from '../../../workers/api/meta';
import { keyOf } from '../../../workers/apiserver/keys';
import type { ResourceDefinition } from '../../../workers/resources/definition';
import { Store } from '../../../workers/store/store';

/** No object of the cluster lives here; every write moves the revision on by one. */
const FILLER = '/filler';

/** Objects of kinds that are not in `registry` and that no definition among them brings are left out. */
export function storeOf(objects: readonly AnyObject[], registry: readonly ResourceDefinition[]): Store {
  const store = new Store();
  const revisionOf = ({ metadata }: AnyObject) => Number(metadata?.resourceVersion ?? 0);
  for (const object of objects.toSorted((a, b) => revisionOf(a) - revisionOf(b))) {
    const key = keyIn(object, objects, registry);
    if (key === undefined) continue;
    const given = revisionOf(object);
    while (store.revision < given - 1) store.put(FILLER, store.get(FILLER)?.modRevision ?? 0, () => ({}));
    store.put(key, 0, (revision) =>
      given === 0 ? { ...object, metadata: { ...object.metadata, resourceVersion: String(revision) } } : object,
    );
  }
  return store;
}

function keyIn(object: AnyObject, objects: readonly AnyObject[], registry: readonly ResourceDefinition[]): string | undefined {
  const { apiVersion = '', kind, metadata } = object;
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  const { namespace = '', name = '' } = metadata ?? {};
  const builtIn = registry.find((one) => one.group === group && one.kind === kind && !one.view && !one.verbs);
  if (builtIn) return keyOf(builtIn, namespace, name);
  const custom = objects.find((one) => {
    const spec = one.spec as { group?: string; names?: { kind?: string } } | undefined;
    return one.kind === 'CustomResourceDefinition' && spec?.group === group && spec.names?.kind === kind;
  });
  if (!custom) return undefined;
  const { names, scope } = custom.spec as { names: { plural: string }; scope: string };
  return keyOf({ group, resource: names.plural, namespaced: scope === 'Namespaced' } as ResourceDefinition, namespace, name);
}
