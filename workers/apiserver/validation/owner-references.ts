/** Owners named twice (source: k8s.io/apiserver/pkg/endpoints/handlers/rest.go dedupOwnerReferencesAndAddWarning, 1.36). */
import type { OwnerReference } from '../../api/meta';
import type { Draft } from '../../resources/definition';

/** A reference as Go writes it. */
export function ownerForm({ apiVersion = '', kind = '', name = '', uid = '', controller, blockOwnerDeletion }: OwnerReference): object {
  return {
    apiVersion,
    kind,
    name,
    uid,
    ...(controller === undefined ? {} : { controller }),
    ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
  };
}

/** When a patch's are noticed. */
export const AFTER_ADMISSION = ' after mutating admission happens';

/** Drops references that are there already, with a warning, which tells `when` it was noticed. */
export function dropRepeatedOwners({ metadata }: Draft, warnings: string[], when = ''): void {
  const owners = metadata.ownerReferences as readonly OwnerReference[] | undefined;
  if (!owners || owners.length < 2) return;
  const kept = new Map<string, OwnerReference>();
  const repeated: string[] = [];
  for (const owner of owners) {
    const form = JSON.stringify(ownerForm(owner));
    if (kept.has(form)) repeated.push(owner.uid ?? '');
    else kept.set(form, owner);
  }
  if (repeated.length === 0) return;
  metadata.ownerReferences = [...kept.values()];
  warnings.push(
    `.metadata.ownerReferences contains duplicate entries${when}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${repeated.join(', ')}`,
  );
}
