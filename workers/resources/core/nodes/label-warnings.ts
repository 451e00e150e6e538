/** Labels of nodes that have other names today (source: k8s.io/kubernetes/pkg/api/node/util.go, 1.36). */
import { isLabelValue } from '../../../api/names';

/** What is to be used instead. */
export const NODE_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

interface NodeTerm {
  readonly matchExpressions?: readonly { readonly key?: string; readonly values?: readonly string[] }[];
}

/** Values that no label can have are errors where the term is required. */
export function addNodeTermWarnings(term: NodeTerm | undefined, checkValues: boolean, at: string, warnings: string[]): void {
  for (const [index, { key = '', values }] of (term?.matchExpressions ?? []).entries()) {
    const field = `${at}.matchExpressions[${index}]`;
    if (NODE_LABELS[key]) warnings.push(`${field}.key: ${key} is ${NODE_LABELS[key]}`);
    for (const [position, value] of (checkValues ? (values ?? []) : []).entries()) {
      for (const text of isLabelValue(value)) warnings.push(`${field}.values[${position}]: ${value} is invalid, ${text}`);
    }
  }
}

/** Of a map of labels that nodes are selected by. */
export function selectorWarnings(selector: object | undefined, field: string): string[] {
  return Object.keys(selector ?? {}).flatMap((key) => (NODE_LABELS[key] ? [`${field}[${key}]: ${NODE_LABELS[key]}`] : []));
}

/** Of the terms of a node selector. */
export function nodeTermsWarnings(terms: readonly NodeTerm[] | undefined, field: string): string[] {
  const warnings: string[] = [];
  for (const [index, term] of (terms ?? []).entries()) addNodeTermWarnings(term, false, `${field}[${index}]`, warnings);
  return warnings;
}
