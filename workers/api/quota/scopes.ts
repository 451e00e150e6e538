/** Scopes of a ResourceQuota: which pods it is about (source: pkg/quota/v1/evaluator/core/pods.go, 1.36). */
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

export function matchesScopes({ scopes = [], scopeSelector }: QuotaSpec, pod: QuotaPod): boolean {
  const requirements = [...scopes.map((scopeName) => ({ scopeName, operator: 'Exists' })), ...(scopeSelector?.matchExpressions ?? [])];
  return requirements.every((requirement) => matchesScope(requirement, pod));
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
      return matchesPriorityClass(requirement, pod.spec?.priorityClassName ?? '');
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

function matchesPriorityClass({ operator, values = [] }: ScopeRequirement, className: string): boolean {
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
