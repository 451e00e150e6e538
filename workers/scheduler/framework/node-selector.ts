/** Node selectors of pods and volumes (source: k8s.io/component-helpers/scheduling/corev1/nodeaffinity, 1.36). */
import { all, compileLabels, compileRequirement, matchesNothing, NO_LABELS } from './selector';
import type { Labels, SelectorRequirement } from './selector';

export interface NodeSelectorTermSpec {
  readonly matchExpressions?: readonly SelectorRequirement[];
  readonly matchFields?: readonly SelectorRequirement[];
}

export interface NodeSelectorSpec {
  readonly nodeSelectorTerms: readonly NodeSelectorTermSpec[];
}

export interface PreferredTermSpec {
  readonly weight: number;
  readonly preference: NodeSelectorTermSpec;
}

/** What a node selector looks at. */
export interface SelectableNode {
  readonly name: string;
  readonly labels: Labels;
}

export type NodePredicate = (node: SelectableNode) => boolean;

/** Terms are ORed; a term without anything in it, and an empty list, match nothing. */
export function compileNodeSelector(selector: NodeSelectorSpec): NodePredicate {
  const terms = selector.nodeSelectorTerms.map(compileTerm);
  return (node) => terms.some((term) => term(node));
}

export function compileTerm(term: NodeSelectorTermSpec): NodePredicate {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length === 0 && fields.length === 0) return matchesNothing as unknown as NodePredicate;
  const byLabel = expressions.map(compileRequirement);
  const byField = fields.map(compileField);
  if (byLabel.includes(undefined) || byField.includes(undefined)) return () => false;
  const labelsMatch = all(byLabel as NonNullable<(typeof byLabel)[number]>[]);
  return (node) => labelsMatch(node.labels) && byField.every((field) => field?.(node.name));
}

/** nodeSelector and required node affinity of a pod, ANDed; undefined where it has neither. */
export function compileRequiredAffinity(
  nodeSelector: Labels | undefined,
  required: NodeSelectorSpec | undefined,
): NodePredicate | undefined {
  if (nodeSelector === undefined && required === undefined) return undefined;
  const byLabels = compileLabels(nodeSelector ?? NO_LABELS);
  const bySelector = required && compileNodeSelector(required);
  return (node) => byLabels(node.labels) && (bySelector === undefined || bySelector(node));
}

/** Sum of the weights of the matching terms; terms of weight 0 and empty ones never count. */
export function compilePreferred(terms: readonly PreferredTermSpec[]): (node: SelectableNode) => number {
  const compiled = terms
    .filter((term) => term.weight !== 0)
    .map(({ weight, preference }) => ({ weight, matches: compileTerm(preference) }));
  return (node) => compiled.reduce((sum, { weight, matches }) => sum + (matches(node) ? weight : 0), 0);
}

/** Only metadata.name is selectable; other fields read as "". */
function compileField({ key, operator, values = [] }: SelectorRequirement): ((name: string) => boolean) | undefined {
  const [value] = values;
  if (values.length !== 1 || (operator !== 'In' && operator !== 'NotIn')) return undefined;
  const isName = key === 'metadata.name';
  return (name) => ((isName ? name : '') === value) === (operator === 'In');
}
