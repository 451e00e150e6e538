/**
 * DELETE: preconditions, grace, finalizers, propagation
 * (source: k8s.io/apiserver/pkg/registry/rest/delete.go and pkg/registry/generic/registry/store.go, 1.36).
 */
import { cloneJson } from '../../lib/clone';
import { deepEqual } from '../../lib/equal';
import { parseTime, rfc3339 } from '../../api/time';
import type { AnyObject } from '../../api/meta';
import type { ApiReply } from '../../api/request';
import { conflict, isStatus, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import type { CustomResourceDefinition } from '../../resources/apiextensions/customresourcedefinitions/types';
import { marked as markedDefinition } from '../crd/termination';
import { admit, validateAdmission } from '../admission/plugin';
import type { AdmissionRequest } from '../admission/plugin';
import { sealed } from '../backend';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { failed, succeeded } from '../replies';
import { release } from '../service/allocation';
import { deleteOptions } from './delete-options';
import type { DeleteOptions } from './delete-options';
import { isFailureStatus } from './create';

export function remove(scope: RequestScope, name: string, body: unknown): ApiReply {
  const options = deleteOptions(body);
  if (isFailureStatus(options)) return failed(options);
  warnOfOrphans(scope, options);
  const before = read(scope, name);
  if (!before) return failed(notFound(scope.definition.group, scope.definition.resource, name));
  return removeObject({ ...scope, dryRun: scope.dryRun || options.dryRun === true }, name, before, options);
}

/** Jobs keep their pods unless told otherwise, which surprises people. */
export function warnOfOrphans({ definition, warnings }: RequestScope, options: DeleteOptions): void {
  const silent = options.propagationPolicy !== undefined || options.orphanDependents !== undefined;
  if (silent || definition.group !== 'batch' || definition.resource !== 'jobs') return;
  warnings.push(
    'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
  );
}

/** Deletes an object that exists; eviction, deletecollection and the namespace controller's finalize end here too. */
export function removeObject(scope: RequestScope, name: string, before: AnyObject, options: DeleteOptions): ApiReply {
  const { definition } = scope;
  const asked: AdmissionRequest = { scope, operation: 'DELETE', name, before };
  const refusal = admit(asked) ?? validateAdmission(asked);
  if (refusal) return failed(refusal);
  if (definition.group === '' && definition.resource === 'namespaces') {
    const terminating = brokenPrecondition(scope, name, before, options) ?? terminateNamespace(scope, name, before, options);
    if (isStatus(terminating)) return failed(terminating);
    if (terminating) return succeeded(scope, 200, terminating);
  }
  const isDefinition = definition.group === 'apiextensions.k8s.io' && definition.resource === 'customresourcedefinitions';
  const broken = (isDefinition ? brokenPrecondition : checkPreconditions)(scope, name, before, options);
  if (broken) return failed(broken);
  if (isDefinition) {
    const draft = markedDefinition(before as unknown as CustomResourceDefinition, scope.nowMs);
    return succeeded(scope, 200, draft ? save(scope, name, before, draft) : before);
  }
  const marked = mark(scope, before, options);
  if (marked === 'pending') return succeeded(scope, 200, before);
  const current = marked === before || marked === 'gone' ? before : save(scope, name, before, marked as Draft);
  const waits =
    marked !== 'gone' && ((current.metadata?.finalizers?.length ?? 0) > 0 || (current.metadata?.deletionGracePeriodSeconds ?? 0) > 0);
  if (waits) return succeeded(scope, options.orphanDependents === false ? 202 : 200, current);
  const last = scope.dryRun ? current : removeEntry(scope, name, current, cloneMeta(current));
  return succeeded(scope, 200, definition.strategy.deleteReturnsObject ? last : deletedStatus(scope, name, before));
}

/** Takes the object out of the store; `last` becomes the state that watchers are told. */
export function removeEntry(scope: RequestScope, name: string, before: AnyObject, last: Draft): AnyObject {
  const { backend, definition } = scope;
  const key = keyOf(definition, scope.namespace, name);
  const entry = backend.store.get(key);
  const result = backend.store.delete(key, entry?.modRevision ?? 0, (revision) => sealed(backend, last, revision));
  release(scope, before);
  return result.ok ? (result.value as AnyObject) : before;
}

function read(scope: RequestScope, name: string): AnyObject | undefined {
  return scope.backend.store.get(keyOf(scope.definition, scope.namespace, name))?.value as AnyObject | undefined;
}

export function checkPreconditions(
  scope: RequestScope,
  name: string,
  before: AnyObject,
  { preconditions }: DeleteOptions,
): Status | undefined {
  const { group, kind } = scope.definition;
  const { uid = '', resourceVersion = '' } = before.metadata ?? {};
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
    return conflict(
      group,
      kind,
      name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    return conflict(
      group,
      kind,
      name,
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
  return undefined;
}

/**
 * What the object looks like when it is marked for deletion, the same object where it is marked already; 'gone' where nothing
 * has to be written before it goes, 'pending' where its grace runs already and this request changes nothing.
 */
function mark(scope: RequestScope, before: AnyObject, options: DeleteOptions): AnyObject | 'pending' | 'gone' {
  const draft = cloneMeta(before);
  const { metadata } = draft;
  const graceful = scope.definition.strategy.gracefulDelete;
  const way = graceful ? markGracefully(draft, before, options.gracePeriodSeconds, graceful, scope.nowMs) : 'at once';
  if (way === 'pending') return 'pending';
  const finalizers = finalizersFor(scope, before, options);
  if (way === 'at once' && !finalizers.length) return 'gone';
  if (finalizers.length) metadata.finalizers = [...finalizers];
  else delete metadata.finalizers;
  if (way === 'at once') markAtOnce(draft, scope.nowMs);
  return deepEqual(metadata, before.metadata) ? before : (draft as AnyObject);
}

/** An object whose finalizers alone hold it. */
function markAtOnce({ metadata }: Draft, nowMs: number): void {
  if (metadata.deletionTimestamp === undefined && metadata.generation) metadata.generation++;
  if (metadata.deletionTimestamp === undefined || parseTime(metadata.deletionTimestamp) > nowMs)
    metadata.deletionTimestamp = rfc3339(nowMs);
  metadata.deletionGracePeriodSeconds = 0;
}

/** A grace that runs already can only be shortened, and only by a request that names a shorter one. */
function markGracefully(
  draft: Draft,
  before: AnyObject,
  requested: number | undefined,
  graceOf: (object: AnyObject, requestedSeconds: number | undefined) => number,
  nowMs: number,
): 'marked' | 'pending' | 'at once' {
  const { metadata } = draft;
  const { deletionTimestamp, deletionGracePeriodSeconds: earlier } = before.metadata ?? {};
  if (deletionTimestamp !== undefined) {
    if (earlier === undefined) return 'at once';
    if (requested === undefined || requested >= earlier) return 'pending';
    metadata.deletionTimestamp = rfc3339(parseTime(deletionTimestamp) + (requested - earlier) * 1000);
    metadata.deletionGracePeriodSeconds = requested;
    return 'marked';
  }
  const graceSeconds = graceOf(before, requested);
  metadata.deletionTimestamp = rfc3339(nowMs + graceSeconds * 1000);
  metadata.deletionGracePeriodSeconds = graceSeconds;
  if (metadata.generation) metadata.generation++;
  return 'marked';
}

/** The finalizers the garbage collector acts on, as the options ask for them; the very same list where nothing changes. */
function finalizersFor({ definition }: RequestScope, before: AnyObject, options: DeleteOptions): readonly string[] {
  const existing = before.metadata?.finalizers ?? [];
  const fallback = definition.strategy.defaultPropagation;
  const wanted = fallback === 'Unsupported' ? undefined : propagationFinalizer(existing, options, fallback);
  const others = existing.filter((finalizer) => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion');
  const next = wanted ? [...others, wanted] : others;
  const same = next.length === existing.length && next.every((finalizer) => existing.includes(finalizer));
  return same ? existing : next;
}

function propagationFinalizer(existing: readonly string[], options: DeleteOptions, fallback: string | undefined): string | undefined {
  if (options.orphanDependents !== undefined) return options.orphanDependents ? 'orphan' : undefined;
  if (options.propagationPolicy === 'Orphan') return 'orphan';
  if (options.propagationPolicy === 'Foreground') return 'foregroundDeletion';
  if (options.propagationPolicy === 'Background') return undefined;
  const given = existing.find((finalizer) => finalizer === 'orphan' || finalizer === 'foregroundDeletion');
  return given ?? (fallback === 'Orphan' ? 'orphan' : undefined);
}

/** Namespaces and definitions have words of their own. */
function brokenPrecondition(
  { definition }: RequestScope,
  name: string,
  { metadata }: AnyObject,
  { preconditions = {} }: DeleteOptions,
): Status | undefined {
  for (const [field, called] of [
    ['uid', 'UID'],
    ['resourceVersion', 'ResourceVersion'],
  ] as const) {
    const [given, stored = ''] = [preconditions[field], metadata?.[field]];
    const why = `Precondition failed: ${called} in precondition: ${given}, ${called} in object meta: ${stored}`;
    if (given !== undefined && given !== stored) return conflict(definition.group, definition.resource, name, why);
  }
  return undefined;
}

/** The first DELETE of a namespace only starts its end; undefined when nothing holds it any more. */
function terminateNamespace(scope: RequestScope, name: string, before: AnyObject, options: DeleteOptions): AnyObject | undefined {
  const spec = before.spec as { finalizers?: readonly string[] } | undefined;
  if (before.metadata?.deletionTimestamp !== undefined) return spec?.finalizers?.length ? before : undefined;
  const draft = cloneMeta(before);
  draft.metadata.deletionTimestamp = rfc3339(scope.nowMs);
  const finalizers = finalizersFor(scope, before, options);
  if (finalizers.length) draft.metadata.finalizers = [...finalizers];
  draft.status = { ...draft.status, phase: 'Terminating' };
  return save(scope, name, before, draft);
}

function save(scope: RequestScope, name: string, before: AnyObject, draft: Draft): AnyObject {
  if (scope.dryRun) return draft as AnyObject;
  const { backend, definition } = scope;
  const result = backend.store.put(keyOf(definition, scope.namespace, name), Number(before.metadata?.resourceVersion), (revision) =>
    sealed(backend, draft, revision),
  );
  if (!result.ok) throw new Error(`apiserver: ${name} changed during its own deletion`);
  return result.value as AnyObject;
}

function cloneMeta(object: AnyObject): Draft {
  return { ...object, metadata: cloneJson(object.metadata) } as Draft;
}

function deletedStatus(scope: RequestScope, name: string, before: AnyObject): Status {
  const { group, resource } = scope.definition;
  const details = { name, ...(group ? { group } : {}), kind: resource, uid: before.metadata?.uid ?? '' };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
