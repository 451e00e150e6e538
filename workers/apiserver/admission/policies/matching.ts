/** Which requests a policy is about (source: k8s.io/apiserver/pkg/admission/plugin/policy/matching/matching.go, 1.36). */
import { matches, selectorFrom } from '../../../api/labels';
import type { LabelSet } from '../../../api/labels';
import type { MatchResources, Rule } from '../../../resources/admissionregistration/types';
import type { ResourceDefinition } from '../../../resources/definition';
import type { AdmissionRequest } from '../plugin';

export function isMatched(match: MatchResources | undefined, request: AdmissionRequest): boolean {
  return matchedKind(match, request) !== undefined;
}

/** The version a policy wants to see the request's object in: the one that was asked for where rules name that, else one that is the same. */
export function matchedKind(match: MatchResources | undefined, request: AdmissionRequest): ResourceDefinition | undefined {
  const { definition, spoken = definition } = request.scope;
  if (!match) return spoken;
  if (!namespaceMatches(match, request) || !objectMatches(match, request)) return undefined;
  const isExact = match.matchPolicy === 'Exact';
  const named = (rules: readonly Rule[] | undefined) =>
    [spoken, ...(isExact ? [] : versionsOf(request))].find((each) => rules?.some((rule) => ruleMatches(rule, each, request)));
  if (named(match.excludeResourceRules)) return undefined;
  return match.resourceRules?.length ? named(match.resourceRules) : spoken;
}

/** Every version that the resource is served in. */
function versionsOf({ scope }: AdmissionRequest): readonly ResourceDefinition[] {
  const { group, resource } = scope.definition;
  return scope.backend.resources.all.filter(
    ({ view, ...each }) => (view?.stored.group ?? each.group) === group && (view?.stored.resource ?? each.resource) === resource,
  );
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
  return [object, before].some((each) => each?.metadata !== undefined && matches(selector, each.metadata.labels as LabelSet | undefined));
}

function ruleMatches(rule: Rule, kind: ResourceDefinition, { scope, operation, name }: AdmissionRequest): boolean {
  const { group, version, resource, namespaced } = kind;
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
