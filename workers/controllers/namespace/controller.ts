/** The loop that finishes the deletion of namespaces (source: pkg/controller/namespace/namespace_controller.go, 1.36). */
import { runController } from '../../client/controller';
import { planOf } from '../../client/script';
import type { Namespace } from '../../resources/core/namespaces/types';
import type { ControllerContext } from '../controller-context';
import { NAMESPACES } from '../resources';
import { deleteNamespace } from './deleter';
import type { DeleterContext } from './deleter';

/** Time for every API server to notice the deletion and let nothing new in. */
const DELETION_GRACE_MS = 5000;

export function startNamespace({ process, resources }: ControllerContext): void {
  const namespaces = process.informer<Namespace>(NAMESPACES);
  const context: DeleterContext = {
    resources: () => resources.all(),
    nowMs: () => process.nowMs,
    contentRemains: (name, estimateSeconds) => queue.addAfter(name, (Math.floor(estimateSeconds / 2) + 1) * 1000),
  };
  const queue = runController(process, {
    name: 'namespace',
    ready: () => namespaces.hasSynced && resources.hasSynced,
    reconcile: (name) => (namespaces.get(name) ? planOf(deleteNamespace(context, name)) : []),
  });
  const enqueue = ({ metadata }: Namespace): void => {
    if (metadata.deletionTimestamp !== undefined) queue.addAfter(metadata.name ?? '', DELETION_GRACE_MS);
  };
  namespaces.addHandler({ onAdd: enqueue, onUpdate: (_, namespace) => enqueue(namespace) });
}
