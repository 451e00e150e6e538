/** Which requests a policy is about (source: k8s.io/apiserver/pkg/admission/plugin/policy/matching/matching.go, 1.36). */
import { matches, selectorFrom } from '../../../api/labels';
import type { LabelSet } from '../../../api/labels';
import type { MatchResources, Rule } from '../../../resources/admissionregistration/types';
import type { AdmissionRequest } from '../plugin';

export function isMatched(match: MatchResources | undefined, request: AdmissionRequest): boolean {
  if (!match) return true;
  if (!namespaceMatches(match, request) || !objectMatches(match, request)) return false;
  if (match.excludeResourceRules?.some((rule) => ruleMatches(rule, request))) return false;
  return !match.resourceRules?.length || match.resourceRules.some((rule) => ruleMatches(rule, request));
}

function namespaceMatches({ namespaceSelector }: MatchResources, { scope, object, before }: AdmissionRequest): boolean {
  if (!namespaceSelector || Object.keys(namespaceSelector).length === 0) return true;
  const { group, resource, namespaced } = scope.definition;
  const isNamespace = group === '' && resource === 'namespaces';
  if (!namespaced && !isNamespace) return true;
  const namespace = isNamespace ? (object ?? before) : scope.backend.reader.get('', 'namespaces', '', scope.namespace);
  return matches(selectorFrom(namespaceSelector), namespace?.metadata?.labels as LabelSet | undefined);
}

function objectMatches({ objectSelector }: MatchResources, { object, before }: AdmissionRequest): boolean {
  if (!objectSelector || Object.keys(objectSelector).length === 0) return true;
  const selector = selectorFrom(objectSelector);
  return [object, before].some((each) => each !== undefined && matches(selector, each.metadata?.labels as LabelSet | undefined));
}

function ruleMatches(rule: Rule, { scope, operation, name }: AdmissionRequest): boolean {
  const { group, version, resource, namespaced } = scope.definition;
  const holds = (values: readonly string[] | undefined, value: string) => values?.some((each) => each === '*' || each === value) ?? false;
  if (!holds(rule.operations, operation) || !holds(rule.apiGroups, group) || !holds(rule.apiVersions, version)) return false;
  if (rule.scope === 'Cluster' && namespaced) return false;
  if (rule.scope === 'Namespaced' && !namespaced) return false;
  if (rule.resourceNames?.length && !rule.resourceNames.includes(name)) return false;
  return rule.resources?.some((each) => resourceMatches(each, resource, scope.subresource)) ?? false;
}

/** "pods", "pods/status", "pods/*", "*", "*\/scale", "*\/*". */
function resourceMatches(pattern: string, resource: string, subresource: string): boolean {
  const [wanted, sub = ''] = pattern.split('/');
  if (wanted !== '*' && wanted !== resource) return false;
  return sub === '*' ? true : sub === subresource;
}
