/** Which nodes a DaemonSet is for (source: pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod, 1.36). */
import { takesNode } from '../../api/node-affinity';
import type { DaemonSet } from '../../resources/apps/daemonsets/types';
import type { Node } from '../../resources/core/nodes/types';
import { tolerates } from '../taint-eviction/tolerations';
import { daemonTolerations } from './daemon-pod';

export interface NodeFit {
  /** A new pod should be made there. */
  readonly run: boolean;
  /** A pod that is there may stay. */
  readonly keep: boolean;
}

export function nodeFit(set: DaemonSet, node: Node): NodeFit {
  const spec = set.spec?.template.spec;
  const name = node.metadata.name ?? '';
  if ((spec?.nodeName && spec.nodeName !== name) || !takesNode(spec ?? {}, name, node.metadata.labels ?? {}))
    return { run: false, keep: false };
  const tolerations = daemonTolerations(set);
  const untolerated = (node.spec?.taints ?? []).filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
  return {
    run: !untolerated.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute'),
    keep: !untolerated.some(({ effect }) => effect === 'NoExecute'),
  };
}
