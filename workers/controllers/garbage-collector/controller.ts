/** The garbage collector: deletes what has no owner left (source: pkg/controller/garbagecollector, 1.36). */
import type { KubeObject, ObjectMeta, OwnerReference } from '../../api/meta';
import { runController } from '../../client/controller';
import type { Informer } from '../../client/informer';
import { planOf } from '../../client/script';
import type { ControllerContext } from '../controller-context';
import type { ServedResource } from '../resources';
import { attemptToDelete, attemptToOrphan } from './attempt-to-delete';
import type { CollectorContext } from './attempt-to-delete';
import { Graph } from './graph';
import type { Identity, Node } from './graph';
import { apiVersionOf, ResourceMap } from './requests';

/** Events own nothing and nothing owns them. */
const IGNORED = new Set(['events']);

export function startGarbageCollector({ process, recorder, resources }: ControllerContext): void {
  const informers = new Map<string, Informer<KubeObject>>();
  const ready = (): boolean => [...informers.values()].every(({ hasSynced }) => hasSynced);
  const events = recorder('garbage-collector-controller');
  const graph = new Graph({
    attemptToDelete: (uid) => deleteQueue.add(uid),
    attemptToOrphan: (uid) => orphanQueue.add(uid),
    invalidNamespace: (node, ownerUid) => {
      const owner = node.owners.find(({ uid }) => uid === ownerUid);
      if (owner) events.event(asObject(node), 'Warning', 'OwnerRefInvalidNamespace', invalidNamespaceMessage(node, owner));
    },
  });
  const context: CollectorContext = {
    graph,
    resources: new ResourceMap(resources),
    cached: ({ apiVersion, kind, namespace, name, uid }) => {
      const metadata = informers.get(`${apiVersion}|${kind}`)?.get(namespace ? `${namespace}/${name}` : name)?.metadata;
      return metadata?.uid === uid ? metadata : undefined;
    },
    attemptToDelete: (uid) => deleteQueue.add(uid),
  };
  const deleteQueue = runController(process, {
    name: 'garbage-collector',
    ready,
    reconcile: (uid) => planOf(attemptToDelete(context, uid)),
  });
  const orphanQueue = runController(process, {
    name: 'garbage-collector-orphan',
    ready,
    reconcile: (uid) => planOf(attemptToOrphan(context, uid)),
  });
  for (const served of resources) {
    if (IGNORED.has(served.resource)) continue;
    const { group, version, resource } = served;
    const informer = process.informer<KubeObject>({ group, version, resource });
    informers.set(`${apiVersionOf(served)}|${served.kind}`, informer);
    follow(graph, served, informer);
  }
}

function follow(graph: Graph, served: ServedResource, informer: Informer<KubeObject>): void {
  informer.addHandler({
    onAdd: (object) => graph.observe(identityOf(served, object), object.metadata ?? {}, undefined),
    onUpdate(before, after) {
      const metadata = after.metadata ?? {};
      if (concerns(before.metadata ?? {}, metadata)) graph.observe(identityOf(served, after), metadata, before.metadata);
    },
    onDelete: (object) => graph.remove(object.metadata?.uid ?? ''),
  });
}

/** Most updates change nothing that the graph holds. */
function concerns(before: ObjectMeta, after: ObjectMeta): boolean {
  if (after.deletionTimestamp !== undefined || before.deletionTimestamp !== undefined) return true;
  const [old, owners] = [before.ownerReferences ?? [], after.ownerReferences ?? []];
  if (old.length !== owners.length) return true;
  return owners.some((owner, index) => owner.uid !== old[index]?.uid || owner.blockOwnerDeletion !== old[index]?.blockOwnerDeletion);
}

function identityOf(served: ServedResource, { metadata = {} }: KubeObject): Identity {
  return {
    apiVersion: apiVersionOf(served),
    kind: served.kind,
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
    namespace: metadata.namespace ?? '',
  };
}

function asObject({ identity }: Node): KubeObject {
  const { apiVersion, kind, name, uid, namespace } = identity;
  return { apiVersion, kind, metadata: { name, uid, namespace } };
}

function invalidNamespaceMessage({ identity }: Node, { apiVersion, kind, name, uid }: OwnerReference): string {
  return `ownerRef [${apiVersion}/${kind}, namespace: ${identity.namespace}, name: ${name}, uid: ${uid}] does not exist in namespace "${identity.namespace}"`;
}
