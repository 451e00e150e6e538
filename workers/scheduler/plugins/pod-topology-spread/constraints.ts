/** Spread constraints, a pod's own or the defaults (source: kube-scheduler plugins/podtopologyspread/common.go, 1.36). */
import type { Pod } from '../../../resources/core/pods/types';
import type { NodeInfo } from '../../framework/node-info';
import type { ClusterObjects } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { all, compileLabelSelector, compileLabels, matchesEverything } from '../../framework/selector';
import type { LabelPredicate, LabelSelectorSpec, Labels } from '../../framework/selector';
import { labelSelectorError } from '../../framework/selector-errors';
import { firstUntolerated } from '../../framework/taints';
import type { Toleration } from '../../framework/taints';

export interface ConstraintSpec {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
  readonly labelSelector?: LabelSelectorSpec;
  readonly minDomains?: number;
  readonly nodeAffinityPolicy?: string;
  readonly nodeTaintsPolicy?: string;
  readonly matchLabelKeys?: readonly string[];
}

export interface Constraint {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly minDomains: number;
  readonly selects: LabelPredicate;
  readonly honorsAffinity: boolean;
  readonly honorsTaints: boolean;
}

export type Action = 'DoNotSchedule' | 'ScheduleAnyway';

export const HOSTNAME_KEY = 'kubernetes.io/hostname';

/** Used where neither pod nor profile says anything. */
export const SYSTEM_DEFAULTS: readonly ConstraintSpec[] = [
  { topologyKey: HOSTNAME_KEY, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
];

export function ownConstraints(pod: Pod): readonly ConstraintSpec[] {
  return (pod.spec?.topologySpreadConstraints ?? []) as readonly ConstraintSpec[];
}

/** The pod's own constraints with this action; without any of its own at all, the defaults over what its service or owner selects. */
export function constraintsOf(pod: Pod, action: Action, defaults: readonly ConstraintSpec[], objects: ClusterObjects): Constraint[] {
  const own = ownConstraints(pod);
  const specs = (own.length > 0 ? own : defaults).filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action);
  if (specs.length === 0) return [];
  if (own.length > 0) return specs.map((spec) => compile(spec, selectorOf(spec, pod.metadata.labels ?? {})));
  const selects = defaultSelector(pod, objects);
  return selects ? specs.map((spec) => compile(spec, selects)) : [];
}

/** What is wrong with the selector of one of the pod's own constraints with this action. */
export function constraintsError(pod: Pod, action: Action): string | undefined {
  for (const { whenUnsatisfiable, labelSelector } of ownConstraints(pod)) {
    const error = whenUnsatisfiable === action ? labelSelectorError(labelSelector) : undefined;
    if (error !== undefined) return error;
  }
  return undefined;
}

function compile(spec: ConstraintSpec, selects: LabelPredicate): Constraint {
  return {
    maxSkew: spec.maxSkew,
    topologyKey: spec.topologyKey,
    minDomains: spec.minDomains ?? 1,
    selects,
    honorsAffinity: (spec.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honorsTaints: spec.nodeTaintsPolicy === 'Honor',
  };
}

function selectorOf(spec: ConstraintSpec, labels: Labels): LabelPredicate {
  const selects = compileLabelSelector(spec.labelSelector);
  const pairs = (spec.matchLabelKeys ?? []).filter((key) => labels[key] !== undefined).map((key) => [key, labels[key] as string] as const);
  const byKeys = compileLabels(Object.fromEntries(pairs));
  return pairs.length === 0 ? selects : selects === matchesEverything ? byKeys : all([selects, byKeys]);
}

/** What the services that select the pod and its controller select; undefined where that is nothing (plugins/helper/spread.go). */
function defaultSelector({ metadata }: Pod, objects: ClusterObjects): LabelPredicate | undefined {
  const namespace = metadata.namespace ?? '';
  const podLabels = metadata.labels ?? {};
  let labels: Labels = {};
  for (const service of objects.list('services', namespace)) {
    const selector = selectorLabels(service);
    if (selector && compileLabels(selector)(podLabels)) labels = { ...labels, ...selector };
  }
  const parts: LabelPredicate[] = [];
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  const kind = owner ? `${owner.apiVersion} ${owner.kind}` : '';
  if (owner && kind === 'v1 ReplicationController') {
    labels = { ...labels, ...selectorLabels(objects.get('replicationcontrollers', namespace, owner.name)) };
  } else if (owner && (kind === 'apps/v1 ReplicaSet' || kind === 'apps/v1 StatefulSet')) {
    const spec = objects.get(owner.kind === 'ReplicaSet' ? 'replicasets' : 'statefulsets', namespace, owner.name)?.['spec'];
    const selector = (spec as { selector?: LabelSelectorSpec } | undefined)?.selector;
    const selects = Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length > 0;
    if (selects && labelSelectorError(selector) === undefined) parts.push(compileLabelSelector(selector));
  }
  if (Object.keys(labels).length > 0) parts.push(compileLabels(labels));
  return parts.length > 0 ? all(parts) : undefined;
}

function selectorLabels(object: { readonly [field: string]: unknown } | undefined): Labels | undefined {
  return (object?.['spec'] as { selector?: Labels } | undefined)?.selector;
}

export function hasAllKeys(labels: Labels, constraints: readonly Constraint[]): boolean {
  for (const { topologyKey } of constraints) if (labels[topologyKey] === undefined) return false;
  return true;
}

/** Whether a node's pods count for the constraint. */
export function counts(constraint: Constraint, pod: PodInfo, node: NodeInfo): boolean {
  if (constraint.honorsAffinity && pod.facts.nodeMatches && !pod.facts.nodeMatches(node)) return false;
  return (
    !constraint.honorsTaints || firstUntolerated(node.taints, (pod.pod.spec?.tolerations ?? []) as readonly Toleration[]) === undefined
  );
}

/** Pods of the namespace on the node that the selector means; those being deleted are left out. An empty selector counts none. */
export function countMatching(node: NodeInfo, namespace: string, selects: LabelPredicate): number {
  let count = 0;
  if (selects === matchesEverything) return count;
  for (const { info, staying } of node.kinds.list) if (info.namespace === namespace && selects(info.labels)) count += staying;
  return count;
}
