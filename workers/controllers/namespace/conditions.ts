/** What a terminating namespace says about its contents (source: pkg/controller/namespace/deletion/status_condition_utils.go, 1.36). */
import { rfc3339 } from '../../api/time';

export interface NamespaceCondition {
  readonly type: string;
  readonly status: string;
  readonly lastTransitionTime?: string;
  readonly reason?: string;
  readonly message?: string;
}

/** In this order, with what they say when all is well. */
const CONDITIONS: readonly (readonly [type: string, reason: string, message: string])[] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  ['NamespaceDeletionContentFailure', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
];

/** What is left, counted. Keys of `resources` are "pods." or "deployments.apps". */
export interface Remains {
  readonly resources: ReadonlyMap<string, number>;
  readonly finalizers: ReadonlyMap<string, number>;
  /** Messages of failed deletions. */
  readonly errors: readonly string[];
}

/** The namespace's conditions now; the very same list where nothing changed. */
export function updatedConditions(before: readonly NamespaceCondition[], remains: Remains, nowMs: number): readonly NamespaceCondition[] {
  const troubles = troublesOf(remains);
  let changed = false;
  const after = [...before];
  for (const [type, okReason, okMessage] of CONDITIONS) {
    const trouble = troubles.get(type);
    const { status, reason, message } = trouble ?? { status: 'False', reason: okReason, message: okMessage };
    const index = before.findIndex((condition) => condition.type === type);
    const old = before[index];
    if (old && old.status === status && old.reason === reason && old.message === message) continue;
    changed = true;
    const now = rfc3339(nowMs);
    if (!old) after.push({ type, status, lastTransitionTime: now, reason, message });
    else after[index] = { ...old, status, reason, message, ...(old.status === status ? {} : { lastTransitionTime: now }) };
  }
  return changed ? after : before;
}

function troublesOf({ resources, finalizers, errors }: Remains): Map<string, { status: string; reason: string; message: string }> {
  const troubles = new Map<string, { status: string; reason: string; message: string }>();
  if (errors.length > 0) {
    const message = `Failed to delete all resource types, ${errors.length} remaining: ${errors.toSorted().join(', ')}`;
    troubles.set('NamespaceDeletionContentFailure', { status: 'True', reason: 'ContentDeletionFailed', message });
  }
  if (resources.size > 0) {
    const list = [...resources].map(([resource, count]) => `${resource} has ${count} resource instances`).toSorted();
    troubles.set('NamespaceContentRemaining', {
      status: 'True',
      reason: 'SomeResourcesRemain',
      message: `Some resources are remaining: ${list.join(', ')}`,
    });
  }
  if (finalizers.size > 0) {
    const list = [...finalizers].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`).toSorted();
    const message = `Some content in the namespace has finalizers remaining: ${list.join(', ')}`;
    troubles.set('NamespaceFinalizersRemaining', { status: 'True', reason: 'SomeFinalizersRemain', message });
  }
  return troubles;
}
