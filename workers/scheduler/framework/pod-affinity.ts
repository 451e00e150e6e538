/** Inter-pod affinity terms compiled to predicates (source: kube-scheduler framework/types.go, 1.36). */
import { compileLabelSelector, NO_LABELS } from './selector';
import { labelSelectorError } from './selector-errors';
import type { Labels, LabelSelectorSpec } from './selector';

export interface PodAffinityTermSpec {
  readonly topologyKey: string;
  readonly labelSelector?: LabelSelectorSpec;
  readonly namespaces?: readonly string[];
  readonly namespaceSelector?: LabelSelectorSpec;
}

export interface WeightedTermSpec {
  readonly weight: number;
  readonly podAffinityTerm: PodAffinityTermSpec;
}

export interface AffinityTerm {
  readonly topologyKey: string;
  /** 0 for required terms. */
  readonly weight: number;
  /** `namespaceLabels` are those of the namespace of the pod that is looked at. */
  matches(namespace: string, labels: Labels, namespaceLabels: Labels): boolean;
  /**
   * The same for the terms of the pod that is being scheduled. As in 1.36, its namespace selector is also asked about a namespace
   * without labels, so one that only excludes (NotIn, DoesNotExist) means every namespace.
   */
  matchesAsOwn(namespace: string, labels: Labels, namespaceLabels: Labels): boolean;
}

/** Terms of a pod in `namespace`: without namespaces and namespace selector a term means the pod's own namespace. */
export function compileAffinityTerms(specs: readonly (PodAffinityTermSpec | WeightedTermSpec)[], namespace: string): AffinityTerm[] {
  return specs.map((spec) =>
    'podAffinityTerm' in spec ? compile(spec.podAffinityTerm, spec.weight, namespace) : compile(spec, 0, namespace),
  );
}

/** The first thing wrong with the terms' selectors. */
export function affinityTermsError(specs: readonly (PodAffinityTermSpec | WeightedTermSpec)[]): string | undefined {
  for (const spec of specs) {
    const { labelSelector, namespaceSelector } = 'podAffinityTerm' in spec ? spec.podAffinityTerm : spec;
    const error = labelSelectorError(labelSelector) ?? labelSelectorError(namespaceSelector);
    if (error !== undefined) return error;
  }
  return undefined;
}

function compile(spec: PodAffinityTermSpec, weight: number, ownNamespace: string): AffinityTerm {
  const listed = spec.namespaces ?? [];
  const namespaces = listed.length === 0 && !spec.namespaceSelector ? [ownNamespace] : listed;
  const namespaceMatches = compileLabelSelector(spec.namespaceSelector);
  const podMatches = compileLabelSelector(spec.labelSelector);
  const everywhere = namespaceMatches(NO_LABELS);
  return {
    topologyKey: spec.topologyKey,
    weight,
    matches: (namespace, labels, namespaceLabels) =>
      (namespaces.includes(namespace) || namespaceMatches(namespaceLabels)) && podMatches(labels),
    matchesAsOwn: (namespace, labels, namespaceLabels) =>
      (everywhere || namespaces.includes(namespace) || namespaceMatches(namespaceLabels)) && podMatches(labels),
  };
}
