import type { Pod } from '../../resources/core/pods/types';
import { objectKey } from '../../api/meta';
import { deepEqual } from '../../lib/equal';
import { compilePreferred, compileRequiredAffinity } from './node-selector';
import type { NodePredicate, NodeSelectorSpec, PreferredTermSpec, SelectableNode } from './node-selector';
import { affinityTermsError, compileAffinityTerms } from './pod-affinity';
import type { AffinityTerm, PodAffinityTermSpec, WeightedTermSpec } from './pod-affinity';
import { hostPortsOf } from './host-ports';
import type { HostPort } from './host-ports';
import { asResized } from './resize';
import { podRequests, podScoreRequests, podScoreRequestsHeld } from './resources';
import type { Resources } from './resources';
import { NO_LABELS } from './selector';
import { joined } from './selector-errors';
import type { Labels } from './selector';

/**
 * Everything a decision needs that follows from the namespace and the scheduling part of a pod's spec alone. Pods made from the same
 * template share one (framework/pod-facts.ts), so it is computed once per template.
 */
export interface PodFacts {
  /** Two pods with equal facts have the same object and the same number. */
  readonly id: number;
  /** What a node must have free. */
  readonly requests: Resources;
  readonly scoreRequests: Resources;
  /** What it takes of its node: `requests`, unless it is being resized. */
  readonly held: Resources;
  readonly scoreHeld: Resources;
  readonly hostPorts: readonly HostPort[];
  readonly nodeMatches: NodePredicate | undefined;
  readonly preferredNodeTerms: readonly PreferredTermSpec[];
  readonly preferredNodeWeight: (node: SelectableNode) => number;
  readonly requiredAffinity: readonly AffinityTerm[];
  readonly requiredAntiAffinity: readonly AffinityTerm[];
  readonly preferredAffinity: readonly AffinityTerm[];
  readonly preferredAntiAffinity: readonly AffinityTerm[];
  /** What is wrong with a term; the terms of its list are left out then. */
  readonly affinityError: string | undefined;
  /** Names of PersistentVolumeClaims, generated ones of ephemeral volumes left out. */
  readonly claimNames: readonly string[];
}

/** A pod as the scheduler keeps it. Immutable: an update of the pod makes a new one. */
export interface PodInfo {
  readonly pod: Pod;
  readonly key: string;
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly labels: Labels;
  readonly priority: number;
  readonly facts: PodFacts;
  /** Equal for pods that have facts, labels, spread constraints and controller in common. */
  readonly group: number;
}

/** Factory of pod infos; keeps the facts of the templates it has seen. */
export class PodInfos {
  /** Distinct templates kept; a cluster has far fewer. */
  private static readonly factsMax = 20_000;
  private readonly bySignature = new Map<string, PodFacts>();
  private readonly groups = new Map<string, number>();
  private nextId = 1;
  private nextGroup = 1;

  /** `before`: what the pod was earlier, a short cut where nothing that matters has changed. */
  of(pod: Pod, before?: PodInfo): PodInfo {
    const { metadata, spec } = pod;
    const namespace = metadata.namespace ?? '';
    if (before && before.uid === metadata.uid && isOfSameSpec(before.pod, pod)) return this.updated(before, pod);
    const facts = this.factsOf(pod, namespace);
    return {
      pod,
      key: objectKey(pod),
      uid: metadata.uid ?? '',
      namespace,
      name: metadata.name ?? '',
      labels: metadata.labels ?? NO_LABELS,
      priority: spec?.priority ?? 0,
      facts,
      group: this.groupOf(pod, facts),
    };
  }

  /** The same facts. A bound pod has got labels from its node. */
  private updated(before: PodInfo, pod: Pod): PodInfo {
    const { metadata: had } = before.pod;
    const { metadata: has, spec } = pod;
    const isOfSameGroup = deepEqual(had.labels, has.labels) && deepEqual(had.ownerReferences, has.ownerReferences);
    return {
      ...before,
      pod,
      labels: isOfSameGroup ? before.labels : (has.labels ?? NO_LABELS),
      priority: spec?.priority ?? 0,
      group: isOfSameGroup ? before.group : this.groupOf(pod, before.facts),
    };
  }

  private groupOf({ metadata, spec }: Pod, { id }: PodFacts): number {
    const owner = metadata.ownerReferences?.find(({ controller }) => controller);
    let signature = owner ? `${id}\n${owner.apiVersion}\n${owner.kind}\n${owner.name}` : `${id}`;
    for (const key in metadata.labels) signature += `\n${key}=${metadata.labels[key]}`;
    if (spec?.topologySpreadConstraints) signature += `\n\n${JSON.stringify(spec.topologySpreadConstraints)}`;
    let group = this.groups.get(signature);
    if (group === undefined) {
      if (this.groups.size >= PodInfos.factsMax) this.groups.clear();
      this.groups.set(signature, (group = this.nextGroup++));
    }
    return group;
  }

  private factsOf(pod: Pod, namespace: string): PodFacts {
    const signature = signatureOf(pod, namespace);
    let facts = this.bySignature.get(signature);
    if (!facts) {
      if (this.bySignature.size >= PodInfos.factsMax) this.bySignature.clear();
      facts = computeFacts(pod, namespace, this.nextId++);
      this.bySignature.set(signature, facts);
    }
    return facts;
  }
}

/** True for a pod whose containers will not run again; the scheduler does not see it. */
export function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** Start of the pod in RFC 3339; what decides which of two victims is older. */
export function startTimeOf(info: PodInfo): string | undefined {
  return info.pod.status?.startTime as string | undefined;
}

function computeFacts(pod: Pod, namespace: string, id: number): PodFacts {
  const spec = pod.spec;
  const affinity = spec?.affinity;
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution as NodeSelectorSpec | undefined;
  const preferredNodeTerms = (affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ??
    []) as readonly PreferredTermSpec[];
  const errors: string[] = [];
  const terms = (name: string, list: unknown) => {
    const specs = (list ?? []) as readonly (PodAffinityTermSpec | WeightedTermSpec)[];
    const error = affinityTermsError(specs);
    if (error !== undefined) errors.push(`${name}: ${error}`);
    return error === undefined ? compileAffinityTerms(specs, namespace) : [];
  };
  const { podAffinity, podAntiAffinity } = affinity ?? {};
  const requiredAffinity = terms('requiredAffinityTerms', podAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
  const requiredAntiAffinity = terms('requiredAntiAffinityTerms', podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
  const preferredAffinity = terms('preferredAffinityTerms', podAffinity?.preferredDuringSchedulingIgnoredDuringExecution);
  const preferredAntiAffinity = terms('preferredAntiAffinityTerms', podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution);
  const requests = podRequests(pod);
  const resized = asResized(pod);
  return {
    id,
    requests,
    scoreRequests: podScoreRequests(pod),
    held: resized === pod ? requests : podRequests(resized),
    scoreHeld: podScoreRequestsHeld(resized),
    hostPorts: hostPortsOf(pod),
    nodeMatches: compileRequiredAffinity(spec?.nodeSelector, required),
    preferredNodeTerms,
    preferredNodeWeight: compilePreferred(preferredNodeTerms),
    requiredAffinity,
    requiredAntiAffinity,
    preferredAffinity,
    preferredAntiAffinity,
    affinityError: errors.length > 0 ? joined(errors) : undefined,
    claimNames: (spec?.volumes ?? []).flatMap(({ persistentVolumeClaim }) =>
      persistentVolumeClaim ? [persistentVolumeClaim.claimName] : [],
    ),
  };
}

/** Volumes of these kinds never matter to scheduling, and their generated names would make every pod a template of its own. */
const HARMLESS_VOLUMES = ['projected', 'configMap', 'secret', 'emptyDir', 'hostPath', 'downwardAPI'] as const;

/**
 * Apart from the node it got: a pod with a node is not filtered any more. Binding leaves the generation as it is, every other change of
 * the specification does not.
 */
function isOfSameSpec(before: Pod, after: Pod): boolean {
  if (asResized(before) !== before || asResized(after) !== after) return false;
  const { generation } = after.metadata;
  if (generation !== undefined && generation === before.metadata.generation) return true;
  return deepEqual({ ...before.spec, nodeName: '', priority: 0 }, { ...after.spec, nodeName: '', priority: 0 });
}

function signatureOf(pod: Pod, namespace: string): string {
  const { spec } = asResized(pod);
  if (!spec) return namespace;
  const containers = (list: typeof spec.initContainers) =>
    list?.map(({ image, resources, ports, restartPolicy }) => [image, resources, ports, restartPolicy]);
  return JSON.stringify([
    namespace,
    spec.nodeName,
    spec.nodeSelector,
    spec.affinity,
    spec.tolerations,
    spec.overhead,
    spec.resources,
    spec.hostNetwork,
    containers(spec.containers),
    containers(spec.initContainers),
    spec.resourceClaims,
    spec === pod.spec ? undefined : pod.spec,
    spec.volumes?.filter((volume) => !HARMLESS_VOLUMES.some((kind) => volume[kind] !== undefined)),
  ]);
}
