/**
 * The end of a definition: first its objects go, then itself (source: apiextensions-apiserver/pkg/registry/customresourcedefinition/etcd.go
 * and pkg/controller/finalizer/crd_finalizer.go, 1.36).
 */
import { rfc3339 } from '../../api/time';
import { cloneJson } from '../../lib/clone';
import type { CustomResourceDefinition, DefinitionCondition } from '../../resources/apiextensions/customresourcedefinitions/types';
import type { Draft } from '../../resources/definition';
import { withCondition } from './conditions';

const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';

/** Its objects are going, or have to go. */
export function isTerminating({ metadata }: CustomResourceDefinition): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers?.includes(CLEANUP) ?? false);
}

/** No more objects are taken. */
export function isEnding({ status }: CustomResourceDefinition): boolean {
  return status?.conditions?.some(({ type, status: value }) => type === 'Terminating' && value === 'True') ?? false;
}

/** What a DELETE makes of a definition; undefined when there is nothing left to note. */
export function marked(definition: CustomResourceDefinition, nowMs: number): Draft | undefined {
  if (definition.metadata.deletionTimestamp !== undefined) return markedAgain(definition);
  const draft = cloneJson(definition) as unknown as Draft;
  const finalizers: readonly string[] = draft.metadata.finalizers ?? [];
  draft.metadata.deletionTimestamp = rfc3339(nowMs);
  draft.metadata.finalizers = finalizers.includes(CLEANUP) ? finalizers : [...finalizers, CLEANUP];
  const message = 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon';
  draft.status = { ...draft.status, conditions: terminating(definition, 'True', 'InstanceDeletionPending', message, nowMs) };
  return draft;
}

/** A second DELETE is an ordinary one, of an object with finalizers. */
function markedAgain(definition: CustomResourceDefinition): Draft | undefined {
  if (definition.metadata.deletionGracePeriodSeconds !== undefined) return undefined;
  const draft = cloneJson(definition) as unknown as Draft;
  draft.metadata.deletionGracePeriodSeconds = 0;
  return draft;
}

/** While objects with finalizers are left. */
export function inProgress(definition: CustomResourceDefinition, nowMs: number): Draft | undefined {
  if (definition.status?.conditions?.some(({ type, reason }) => type === 'Terminating' && reason === 'InstanceDeletionInProgress'))
    return undefined;
  const draft = cloneJson(definition) as unknown as Draft;
  const message = 'CustomResource deletion is in progress';
  draft.status = { ...draft.status, conditions: terminating(definition, 'True', 'InstanceDeletionInProgress', message, nowMs) };
  return draft;
}

export function withoutCleanup(definition: CustomResourceDefinition, nowMs: number): Draft {
  const draft = cloneJson(definition) as unknown as Draft;
  const finalizers = (draft.metadata.finalizers as readonly string[]).filter((finalizer) => finalizer !== CLEANUP);
  if (finalizers.length) draft.metadata.finalizers = finalizers;
  else delete draft.metadata.finalizers;
  draft.status = {
    ...draft.status,
    conditions: terminating(definition, 'False', 'InstanceDeletionCompleted', 'removed all instances', nowMs),
  };
  return draft;
}

function terminating(
  { status }: CustomResourceDefinition,
  value: 'True' | 'False',
  reason: string,
  message: string,
  nowMs: number,
): DefinitionCondition[] {
  return withCondition(status?.conditions ?? [], { type: 'Terminating', status: value, reason, message }, rfc3339(nowMs));
}
