/** Scopes of a ResourceQuota: which pods and claims it is about (source: pkg/quota/v1/evaluator/core/{pods,persistent_volume_claims}.go, 1.36). */
import type { QuotaPod } from './pod-usage';

interface ScopeRequirement {
  readonly scopeName: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

export interface QuotaSpec {
  readonly hard?: Readonly<Record<string, string | number>>;
  readonly scopes?: readonly string[];
  readonly scopeSelector?: { readonly matchExpressions?: readonly ScopeRequirement[] };
}

/** The fields of a PersistentVolumeClaim that scopes look at. */
export interface QuotaClaim {
  readonly spec?: { readonly volumeAttributesClassName?: string };
  readonly status?: {
    readonly currentVolumeAttributesClassName?: string;
    readonly modifyVolumeStatus?: { readonly targetVolumeAttributesClassName?: string };
  };
}

export function matchesScopes(quota: QuotaSpec, pod: QuotaPod): boolean {
  return requirementsOf(quota).every((requirement) => matchesScope(requirement, pod));
}

/** A claim counts for every class that it has, has had until now or is to have. */
export function matchesClaimScopes(quota: QuotaSpec, { spec, status }: QuotaClaim): boolean {
  const named = [
    spec?.volumeAttributesClassName,
    status?.currentVolumeAttributesClassName,
    status?.modifyVolumeStatus?.targetVolumeAttributesClassName,
  ].filter((name): name is string => !!name);
  const classes = named.length ? named : [''];
  return requirementsOf(quota).every(
    (requirement) => requirement.scopeName === 'VolumeAttributesClass' && classes.some((name) => matchesClass(requirement, name)),
  );
}

function requirementsOf({ scopes = [], scopeSelector }: QuotaSpec): readonly ScopeRequirement[] {
  return [...scopes.map((scopeName) => ({ scopeName, operator: 'Exists' })), ...(scopeSelector?.matchExpressions ?? [])];
}

function matchesScope(requirement: ScopeRequirement, pod: QuotaPod): boolean {
  switch (requirement.scopeName) {
    case 'Terminating':
      return hasDeadline(pod);
    case 'NotTerminating':
      return !hasDeadline(pod);
    case 'BestEffort':
      return isBestEffort(pod);
    case 'NotBestEffort':
      return !isBestEffort(pod);
    case 'PriorityClass':
      return matchesClass(requirement, pod.spec?.priorityClassName ?? '');
    case 'CrossNamespacePodAffinity':
      return /"namespace(s|Selector)":[[{]/.test(JSON.stringify(pod.spec?.affinity ?? {}));
    default:
      return false;
  }
}

function hasDeadline({ spec }: QuotaPod): boolean {
  return spec?.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0;
}

function isBestEffort({ spec = {} }: QuotaPod): boolean {
  const all = [...(spec.containers ?? []), ...(spec.initContainers ?? []), { resources: spec.resources }];
  return all.every(({ resources }) =>
    [resources?.requests, resources?.limits].every((list) => (list?.['cpu'] ?? list?.['memory']) === undefined),
  );
}

function matchesClass({ operator, values = [] }: ScopeRequirement, className: string): boolean {
  switch (operator) {
    case 'In':
      return className !== '' && values.includes(className);
    case 'NotIn':
      return !values.includes(className);
    case 'DoesNotExist':
      return className === '';
    default:
      return className !== '';
  }
}
