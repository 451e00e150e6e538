/** The garbage collector: deletes what has no owner left (source: pkg/controller/garbagecollector, 1.36). */
import type { KubeObject, ObjectMeta, OwnerReference } from '../../api/meta';
import { runController } from '../../client/controller';
import type { Informer } from '../../client/informer';
import { planOf } from '../../client/script';
import type { ControllerContext } from '../controller-context';
import type { ServedResource } from '../resources';
import { apiVersionOf } from '../served-resources';
import { attemptToDelete, attemptToOrphan } from './attempt-to-delete';
import type { CollectorContext } from './attempt-to-delete';
import { Graph } from './graph';
import type { Identity, Node } from './graph';

/** Events own nothing and nothing owns them. */
const IGNORED = new Set(['events']);

export function startGarbageCollector({ process, recorder, resources }: ControllerContext): void {
  /** By group and kind: the one version that is watched stands for all. */
  const informers = new Map<string, Informer<KubeObject>>();
  const waiting = new Map<string, Set<string>>();
  const ready = (): boolean => resources.hasSynced && [...informers.values()].every(({ hasSynced }) => hasSynced);
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
    resources,
    cached: ({ apiVersion, kind, namespace, name, uid }) => {
      const metadata = informers.get(groupKind(apiVersion, kind))?.get(namespace ? `${namespace}/${name}` : name)?.metadata;
      return metadata?.uid === uid ? metadata : undefined;
    },
    attemptToDelete: (uid) => deleteQueue.add(uid),
    waitForKind(apiVersion, kind, uid) {
      const id = `${apiVersion}|${kind}`;
      const uids = waiting.get(id) ?? new Set();
      waiting.set(id, uids.add(uid));
    },
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
  resources.follow({
    served(resource) {
      if (IGNORED.has(resource.resource)) return;
      const informer = process.informer<KubeObject>({ group: resource.group, version: resource.version, resource: resource.resource });
      informers.set(groupKind(apiVersionOf(resource), resource.kind), informer);
      follow(graph, resource, informer);
      for (const [id, uids] of waiting) {
        const [apiVersion, kind] = id.split('|') as [string, string];
        if (!resources.find(apiVersion, kind)) continue;
        waiting.delete(id);
        for (const uid of uids) deleteQueue.add(uid);
      }
    },
    gone: (resource) => void informers.delete(groupKind(apiVersionOf(resource), resource.kind)),
  });
}

function groupKind(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion.split('/', 1)[0] : ''}|${kind}`;
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
