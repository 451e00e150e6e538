/** The end of a definition: first its objects go, then itself (source: apiextensions-apiserver/pkg/registry/customresourcedefinition/etcd.go, 1.36). */
import { rfc3339 } from '../../api/time';
import { cloneJson } from '../../lib/clone';
import type { CustomResourceDefinition } from '../../resources/apiextensions/customresourcedefinitions/types';
import type { Draft } from '../../resources/definition';

const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

export function isTerminating({ metadata }: CustomResourceDefinition): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers?.includes(CLEANUP) ?? false);
}

/** What the first DELETE makes of a definition; undefined when it is on its way out already. */
export function marked(definition: CustomResourceDefinition, nowMs: number): Draft | undefined {
  if (definition.metadata.deletionTimestamp !== undefined) return undefined;
  const draft = cloneJson(definition) as unknown as Draft;
  const finalizers: readonly string[] = draft.metadata.finalizers ?? [];
  draft.metadata.deletionTimestamp = rfc3339(nowMs);
  draft.metadata.finalizers = finalizers.includes(CLEANUP) ? finalizers : [...finalizers, CLEANUP];
  draft.status = {
    ...draft.status,
    conditions: [
      ...(definition.status?.conditions ?? []).filter(({ type }) => type !== 'Terminating'),
      {
        type: 'Terminating',
        status: 'True',
        lastTransitionTime: rfc3339(nowMs),
        reason: 'InstanceDeletionPending',
        message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
      },
    ],
  };
  return draft;
}

export function withoutCleanup(definition: CustomResourceDefinition): Draft {
  const draft = cloneJson(definition) as unknown as Draft;
  const finalizers = (draft.metadata.finalizers as readonly string[]).filter((finalizer) => finalizer !== CLEANUP);
  if (finalizers.length) draft.metadata.finalizers = finalizers;
  else delete draft.metadata.finalizers;
  return draft;
}
