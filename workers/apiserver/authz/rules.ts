/** RBAC's policy rules: what one allows, and whether some cover another (source: pkg/apis/rbac/v1/evaluation_helpers.go and pkg/registry/rbac/validation/policy_comparator.go, 1.36). */
import { isResource } from './attributes';
import type { Attributes } from './attributes';

export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}

export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!includesOrAll(rule.verbs, attributes.verb)) return false;
  if (!isResource(attributes)) return (rule.nonResourceURLs ?? []).some((pattern) => urlMatches(pattern, attributes.path));
  const { group, resource, subresource, name } = attributes;
  return (
    includesOrAll(rule.apiGroups, group) &&
    resourceMatches(rule.resources ?? [], subresource ? `${resource}/${subresource}` : resource) &&
    (!rule.resourceNames?.length || rule.resourceNames.includes(name))
  );
}

/** The smallest parts of `wanted` that no single rule of `held` allows. */
export function uncovered(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(partsOf).filter((part) => !held.some((rule) => covers(rule, part)));
}

/** One verb on one resource (of one name) or one URL each. */
function partsOf({ verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): PolicyRule[] {
  const parts: PolicyRule[] = [];
  for (const group of apiGroups)
    for (const resource of resources)
      for (const verb of verbs) {
        const part = { verbs: [verb], apiGroups: [group], resources: [resource] };
        if (resourceNames.length === 0) parts.push(part);
        for (const name of resourceNames) parts.push({ ...part, resourceNames: [name] });
      }
  for (const url of nonResourceURLs) for (const verb of verbs) parts.push({ verbs: [verb], nonResourceURLs: [url] });
  return parts;
}

function covers(rule: PolicyRule, part: PolicyRule): boolean {
  if (!includesOrAll(rule.verbs, part.verbs[0] as string)) return false;
  const url = part.nonResourceURLs?.[0];
  if (url !== undefined) return (rule.nonResourceURLs ?? []).some((pattern) => urlMatches(pattern, url));
  const name = part.resourceNames?.[0];
  return (
    includesOrAll(rule.apiGroups, part.apiGroups?.[0] as string) &&
    resourceMatches(rule.resources ?? [], part.resources?.[0] as string) &&
    (!rule.resourceNames?.length || (name !== undefined && rule.resourceNames.includes(name)))
  );
}

/** `wanted` may name a subresource: "pods/log". */
function resourceMatches(resources: readonly string[], wanted: string): boolean {
  const slash = wanted.indexOf('/');
  return includesOrAll(resources, wanted) || (slash >= 0 && resources.includes(`*${wanted.slice(slash)}`));
}

function urlMatches(pattern: string, path: string): boolean {
  return pattern === '*' || pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, '')));
}

function includesOrAll(values: readonly string[] | undefined, wanted: string): boolean {
  return values !== undefined && (values.includes('*') || values.includes(wanted));
}
