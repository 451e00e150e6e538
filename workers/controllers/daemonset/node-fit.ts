/** Which nodes a DaemonSet is for (source: pkg/controller/daemon/daemon_controller.go NodeShouldRunDaemonPod, 1.36). */
import type { DaemonSet } from '../../resources/apps/daemonsets/types';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import { tolerates } from '../taint-eviction/tolerations';
import { daemonTolerations } from './daemon-pod';

export interface NodeFit {
  /** A new pod should be made there. */
  readonly run: boolean;
  /** A pod that is there may stay. */
  readonly keep: boolean;
}

type Requirement = { readonly key: string; readonly operator: string; readonly values?: readonly string[] };

export function nodeFit(set: DaemonSet, node: Node): NodeFit {
  const spec = set.spec?.template.spec;
  const name = node.metadata.name ?? '';
  if ((spec?.nodeName && spec.nodeName !== name) || !matchesNode(spec, node)) return { run: false, keep: false };
  const tolerations = daemonTolerations(set);
  const untolerated = (node.spec?.taints ?? []).filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint)));
  return {
    run: !untolerated.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute'),
    keep: !untolerated.some(({ effect }) => effect === 'NoExecute'),
  };
}

function matchesNode(spec: Pod['spec'], node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  for (const [key, value] of Object.entries(spec?.nodeSelector ?? {})) if (labels[key] !== value) return false;
  const terms = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  if (!terms) return true;
  return terms.some(({ matchExpressions = [], matchFields = [] }) => {
    if (matchExpressions.length === 0 && matchFields.length === 0) return false;
    const field = (key: string): string | undefined => (key === 'metadata.name' ? node.metadata.name : undefined);
    return (
      matchExpressions.every((one) => holds(one as Requirement, labels[one.key])) &&
      matchFields.every((one) => holds(one as Requirement, field(one.key)))
    );
  });
}

function holds({ operator, values = [] }: Requirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}
