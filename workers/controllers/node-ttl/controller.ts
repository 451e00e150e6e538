/**
 * ttl-controller: tells each kubelet how long it may trust cached secrets, by the size of the cluster
 * (source: pkg/controller/ttl/ttl_controller.go, 1.36).
 */
import { objectKey } from '../../api/meta';
import { act } from '../../client/plan';
import { runController } from '../../client/controller';
import type { Node } from '../../resources/core/nodes/types';
import type { ControllerContext } from '../controller-context';
import { NODES } from '../resources';

const ANNOTATION = 'node.alpha.kubernetes.io/ttl';
/** A boundary is left at `min` and `max` nodes, which overlap so that the value doesn't flap. */
const BOUNDARIES = [
  { min: 0, max: 100, seconds: 0 },
  { min: 90, max: 500, seconds: 15 },
  { min: 450, max: 1000, seconds: 30 },
  { min: 900, max: 2000, seconds: 60 },
  { min: 1800, max: Number.POSITIVE_INFINITY, seconds: 300 },
] as const;

export function startNodeTtl({ process }: ControllerContext): void {
  const nodes = process.informer<Node>(NODES);
  let step = 0;
  const seconds = (): number => {
    while (nodes.size > (BOUNDARIES[step]?.max ?? 0)) step++;
    while (nodes.size < (BOUNDARIES[step]?.min ?? 0)) step--;
    return BOUNDARIES[step]?.seconds ?? 0;
  };
  const queue = runController(process, {
    name: 'ttl',
    ready: () => nodes.hasSynced,
    reconcile(name) {
      const node = nodes.get(name);
      const value = String(seconds());
      if (!node || node.metadata.annotations?.[ANNOTATION] === value) return [];
      return [
        act(
          { ...NODES, verb: 'patch', patchType: 'merge', name, body: { metadata: { annotations: { [ANNOTATION]: value } } } },
          'NotFound',
        ),
      ];
    },
  });
  nodes.addHandler({ onAdd: (node) => queue.add(objectKey(node)), onUpdate: (_, node) => queue.add(objectKey(node)) });
}
