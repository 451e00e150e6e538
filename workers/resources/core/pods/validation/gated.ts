/**
 * While gates hold a pod back, its choice of nodes can get narrower
 * (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateNodeSelectorMutation and validateNodeAffinityMutation, 1.36).
 */
import { invalid } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { deepEqual } from '../../../../lib/equal';
import { printed } from '../../../schema/emptied';
import { internalForm } from '../../../schema/internal-form';
import type { PodSpec } from './pod-spec';

type NodeAffinity = NonNullable<NonNullable<PodSpec['affinity']>['nodeAffinity']>;
type Term = NonNullable<NodeAffinity['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms'][number];

const FIELD = 'spec.affinity.nodeAffinity';
const REQUIRED = `${FIELD}.requiredDuringSchedulingIgnoredDuringExecution`;

export function validateNodeSelection(after: PodSpec, stored: PodSpec, errors: FieldError[]): void {
  const now = (after.nodeSelector ?? {}) as Readonly<Record<string, string>>;
  const was = (stored.nodeSelector ?? {}) as Readonly<Record<string, string>>;
  if (Object.keys(was).some((key) => now[key] !== was[key])) {
    errors.push(
      invalid(
        'spec.nodeSelector',
        printed(after, 'nodeSelector'),
        'only additions to spec.nodeSelector are allowed (no mutations or deletions)',
      ),
    );
  }
  const before = stored.affinity?.nodeAffinity;
  const affinity = after.affinity?.nodeAffinity;
  if (!deepEqual(affinity, before)) validateNodeAffinity(affinity, before, errors);
}

/** `after` with selector and node affinity as they are stored: what is compared for other changes. */
export function nodeSelectionRestored(after: PodSpec, stored: PodSpec): PodSpec {
  const restored: Record<string, unknown> = { ...after };
  if (stored.nodeSelector) restored.nodeSelector = stored.nodeSelector;
  else delete restored.nodeSelector;
  const before = stored.affinity?.nodeAffinity;
  if (!deepEqual(after.affinity?.nodeAffinity, before)) {
    const { nodeAffinity: _nodeAffinity, ...others } = after.affinity ?? {};
    const affinity = { ...others, ...(before ? { nodeAffinity: before } : {}) };
    if (Object.keys(affinity).length > 0 || stored.affinity) restored.affinity = affinity;
    else delete restored.affinity;
  }
  return restored as unknown as PodSpec;
}

function validateNodeAffinity(after: NodeAffinity | undefined, before: NodeAffinity | undefined, errors: FieldError[]): void {
  const was = before?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!was) return;
  const now = after?.requiredDuringSchedulingIgnoredDuringExecution;
  const [oldTerms, terms] = [was.nodeSelectorTerms, now?.nodeSelectorTerms ?? []];
  if (oldTerms.length > 0 && terms.length !== oldTerms.length) {
    const shown = terms.length === 0 ? null : terms.map((term) => internalForm(term, 'NodeSelectorTerm'));
    errors.push(invalid(`${REQUIRED}.nodeSelectorTerms`, shown, 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'));
    return;
  }
  for (const [index, term] of terms.entries()) {
    if (narrows(term, oldTerms[index] ?? {})) continue;
    const why = 'only additions are allowed (no mutations or deletions)';
    errors.push(invalid(`${REQUIRED}.nodeSelectorTerms[${index}]`, internalForm(term, 'NodeSelectorTerm'), why));
  }
}

/** An empty term matches nothing, so that nothing may be added to it. */
function narrows(term: Term, old: Term): boolean {
  if (!old.matchExpressions?.length && !old.matchFields?.length) {
    return !term.matchExpressions?.length && !term.matchFields?.length;
  }
  return (['matchExpressions', 'matchFields'] as const).every((list) =>
    deepEqual((term[list] ?? []).slice(0, old[list]?.length ?? 0), old[list] ?? []),
  );
}
