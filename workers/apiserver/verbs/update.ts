/**
 * PUT and everything else that turns a stored object into another one (source: k8s.io/apiserver/pkg/registry/generic/registry/store.go
 * Update and pkg/registry/rest/update.go, 1.36). Writes that change nothing are not written.
 */
import { cloneJson } from '../../lib/clone';
import { deepEqual } from '../../lib/equal';
import { quote } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import type { ApiReply } from '../../api/request';
import { badRequest, conflict, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import { cloneGiven, forgetEmptied } from '../../resources/schema/emptied';
import { rawExtensionFields, sameRawTexts } from '../../resources/schema/raw-extensions';
import { admit, validateAdmission } from '../admission/plugin';
import { checkEscalation } from '../authz/escalation';
import { refuseLarge, sealed, strategyContext } from '../backend';
import { VersionedStore } from '../crd/versioned-store';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { trackUpdate } from '../managed-fields/track';
import { failed, invalid, succeeded, unclassified } from '../replies';
import { assign, take } from '../service/allocation';
import { validateObjectUpdate } from '../validation/object-meta';
import type { OwnChecks } from '../validation/object-meta';
import { AFTER_ADMISSION, dropRepeatedOwners } from '../validation/owner-references';
import { asStored, create, draftOf, isFailureStatus } from './create';
import { removeEntry } from './delete';
import { versionFault } from './resource-version';

const MODIFIED = 'the object has been modified; please apply your changes to the latest version and try again';

export function update(scope: RequestScope, name: string, body: unknown): ApiReply {
  const { definition, backend } = scope;
  const incoming = scope.subresource === 'status' ? statusDraft(scope, name, body) : draftOf(scope, body);
  if (isFailureStatus(incoming)) return failed(incoming);
  const mismatch = checkName(incoming, name);
  if (mismatch) return failed(mismatch);
  if (!scope.patched) dropRepeatedOwners(incoming, scope.warnings);
  const before = backend.store.get(keyOf(definition, scope.namespace, name))?.value as AnyObject | undefined;
  if (!before) {
    if (!definition.strategy.allowCreateOnUpdate) return failed(notFound(definition.group, definition.resource, name));
    if (incoming.metadata.uid) return failed(wrongUid(scope, name, incoming.metadata.uid, ''));
    const unreadable = checkReadable(incoming);
    if (unreadable) return failed(unreadable);
    return create(scope, scope.dryRun ? incoming : withoutVersion(incoming as AnyObject), name);
  }
  const uid: string | undefined = incoming.metadata.uid;
  if (uid && uid !== before.metadata?.uid && !scope.patched) return failed(wrongUid(scope, name, uid, before.metadata?.uid ?? ''));
  return replace(scope, name, before, incoming);
}

/** What a client makes by a PUT may have a version, with which nothing is compared, and a link: they are not stored. */
function withoutVersion({ metadata, ...rest }: AnyObject): AnyObject {
  const { resourceVersion: _version, selfLink: _link, ...kept } = (metadata ?? {}) as Record<string, unknown>;
  return { ...rest, metadata: kept };
}

/** Stores `draft` over `before`; `draft` belongs to this call, but may share frozen parts with `before`. */
export function replace(scope: RequestScope, name: string, before: AnyObject, draft: Draft): ApiReply {
  const result = write(scope, name, before, draft);
  return isFailureStatus(result) ? failed(result) : succeeded(scope, 200, result);
}

function write(scope: RequestScope, name: string, before: AnyObject, draft: Draft): AnyObject | Status {
  const { backend, definition } = scope;
  const { strategy } = definition;
  setDefaults(scope, draft);
  keepSystemFields(draft, before, scope.dryRun);
  if (!scope.tracked) trackUpdate(scope, draft, before);
  const refusal = admit({ scope, operation: 'UPDATE', name, object: draft, before });
  if (refusal) return refusal;
  if (scope.patched) dropRepeatedOwners(draft, scope.warnings, AFTER_ADMISSION);
  const escalation = checkEscalation(scope, name, draft, before);
  if (escalation) return escalation;
  const stale = checkVersion(scope, name, before, draft);
  if (stale) return stale;
  const unassigned = assign(scope, draft, before);
  if (unassigned) return unassigned;
  prepare(scope, draft, before);
  const errors = validateObjectUpdate(draft, before, definition, scope.subresource, ownChecks(scope, draft as AnyObject, before));
  if (errors.length) return invalid(definition, name, errors);
  if (scope.subresource === 'status') scope.warnings.push(...(strategy.statusWarnings?.(draft as AnyObject) ?? []));
  else scope.warnings.push(...(strategy.warnings?.(draft as AnyObject, before) ?? []));
  const rejected = validateAdmission({ scope, operation: 'UPDATE', name, object: draft, before });
  if (rejected) return rejected;
  forgetEmptied(draft);
  if (isLastFinalizerGone(draft, before)) return finishDeletion(scope, name, before, draft);
  draft.metadata.resourceVersion = before.metadata?.resourceVersion;
  const key = keyOf(definition, scope.namespace, name);
  if (onlyTimesDiffer(draft, before) && !isBare(scope, key)) return before;
  if (scope.dryRun) return asStored(definition, draft as AnyObject);
  const tooLarge = refuseLarge(draft);
  if (tooLarge) return tooLarge;
  const written = backend.store.put(key, Number(before.metadata?.resourceVersion), (revision) => sealed(backend, draft, revision));
  if (!written.ok) return conflict(definition.group, definition.resource, name, MODIFIED);
  take(scope, draft, before);
  return written.value as AnyObject;
}

/** What is stored is less than what was read, so that even a write of the same is one. */
function isBare({ backend, definition }: RequestScope, key: string): boolean {
  const { storedBare } = definition.strategy;
  if (backend.store instanceof VersionedStore) return !backend.store.isCurrent(key);
  const entry = storedBare && backend.store.get(key);
  return entry !== undefined && entry.createRevision === entry.modRevision && storedBare?.(entry.value as AnyObject) === true;
}

/** A manager that writes what is there already is no news, not even the time of it. */
function onlyTimesDiffer(draft: Draft, before: AnyObject): boolean {
  if (!sameRawTexts(draft, before, rawExtensionFields(before.apiVersion ?? '', before.kind ?? ''))) return false;
  const given = draft.metadata.managedFields as readonly { readonly time?: string }[] | undefined;
  const known = before.metadata?.managedFields as typeof given;
  if (given?.length !== known?.length || !given || !known) return deepEqual(draft, before);
  const untimed = given.map((entry, at) => (entry.time === known[at]?.time ? entry : { ...entry, time: known[at]?.time }));
  return deepEqual({ ...draft, metadata: { ...draft.metadata, managedFields: untimed } }, before);
}

/** Clients may leave out parts of metadata and status that have defaults; components, which write many, do not. */
function setDefaults({ definition, subresource, fieldManager }: RequestScope, draft: Draft): void {
  const { strategy } = definition;
  if (subresource !== 'status') return strategy.setDefaults?.(draft);
  if (!fieldManager || !strategy.setDefaults) return;
  const { spec: _stored, ...rest } = draft;
  const whole = cloneGiven(rest) as Draft;
  strategy.setDefaults(whole);
  if (whole.status !== undefined) draft.status = whole.status;
  draft.metadata = whole.metadata;
}

function ownChecks({ definition, subresource, ...rest }: RequestScope, object: AnyObject, before: AnyObject): OwnChecks {
  const { strategy } = definition;
  const context = strategyContext({ definition, subresource, ...rest });
  const validate = () => strategy.validate?.(object, context) ?? [];
  if (subresource === 'status') return { validate, validateUpdate: () => strategy.validateStatusUpdate?.(object, before, context) ?? [] };
  const { validateUpdate } = strategy;
  return { validate, validateUpdate: validateUpdate ? () => validateUpdate(object, before, context) : validate };
}

/** Subresources whose kinds say themselves what becomes of the status. */
const OWN_STATUS: ReadonlySet<string> = new Set(['approval', 'resize', 'status']);

/** What the client cannot decide stays; the status subresource changes only status, the main resource all but status. */
function prepare(scope: RequestScope, draft: Draft, before: AnyObject): void {
  const { strategy, hasStatus, group, resource } = scope.definition;
  if (hasStatus && !OWN_STATUS.has(scope.subresource)) keep(draft, 'status', before.status);
  strategy.prepareForUpdate?.(draft, before, strategyContext(scope));
  if (!strategy.hasGeneration || scope.subresource === 'status') return;
  const annotationsCount = group === 'apps' && resource === 'deployments';
  const changed =
    !deepEqual(draft.spec, before.spec) || (annotationsCount && !deepEqual(draft.metadata.annotations, before.metadata?.annotations));
  if (changed) draft.metadata.generation = (before.metadata?.generation ?? 0) + 1;
}

/** Links are taken out where objects are written, which dry runs do not get to. */
function keepSystemFields(draft: Draft, before: AnyObject, dryRun: boolean): void {
  const { metadata } = draft;
  const old = before.metadata ?? {};
  keep(metadata, 'generation', old.generation);
  keep(metadata, 'creationTimestamp', old.creationTimestamp);
  if (!metadata.uid) keep(metadata, 'uid', old.uid);
  if (old.deletionTimestamp !== undefined) metadata.deletionTimestamp = old.deletionTimestamp;
  if (metadata.deletionGracePeriodSeconds === undefined) keep(metadata, 'deletionGracePeriodSeconds', old.deletionGracePeriodSeconds);
  if (!dryRun) delete metadata.selfLink;
}

function keep(holder: Record<string, unknown>, field: string, value: unknown): void {
  if (value === undefined) delete holder[field];
  else holder[field] = value;
}

export function checkName(draft: Draft, name: string): Status | undefined {
  const given: string | undefined = draft.metadata.name;
  if (!given) return badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (given !== name) return badRequest(`the name of the object (${given}) does not match the name on the URL (${name})`);
  return undefined;
}

function checkVersion(scope: RequestScope, name: string, before: AnyObject, draft: Draft): Status | undefined {
  const { group, resource, strategy } = scope.definition;
  const given: string = draft.metadata.resourceVersion || '0';
  const unreadable = checkReadable(draft);
  if (unreadable) return unreadable;
  if (Number(given) === 0) {
    if (strategy.allowUnconditionalUpdate !== false) return undefined;
    return invalid({ group, kind: resource }, name, [
      { type: 'FieldValueInvalid', field: 'metadata.resourceVersion', message: 'Invalid value: 0: must be specified for an update' },
    ]);
  }
  return given === before.metadata?.resourceVersion ? undefined : conflict(group, resource, name, MODIFIED);
}

/** Of versions that are none. */
export function checkReadable({ metadata }: Draft): Status | undefined {
  const given: string = metadata.resourceVersion || '0';
  const fault = versionFault(given);
  return fault === undefined ? undefined : unclassified(`strconv.ParseUint: parsing ${quote(given)}: ${fault}`);
}

/** Resources that upstream stores under other names (pkg/registry/registrytest and cmd/kube-apiserver's default prefixes). */
const ETCD_NAMES: Readonly<Record<string, string>> = {
  apiservices: 'apiregistration.k8s.io/apiservices',
  customresourcedefinitions: 'apiextensions.k8s.io/customresourcedefinitions',
  endpoints: 'services/endpoints',
  ingresses: 'ingress',
  nodes: 'minions',
  replicationcontrollers: 'controllers',
  services: 'services/specs',
};

/** Like custom resources these have their group in the key. */
const GROUPED = new Set(['apiservices', 'customresourcedefinitions']);

/** The storage finds an object of another uid than the request names. */
export function wrongUid(scope: RequestScope, name: string, given: string, stored: string): Status {
  const { group, resource, namespaced, custom } = scope.definition;
  const stands = custom || GROUPED.has(resource) ? `${group}/${resource}` : (ETCD_NAMES[resource] ?? resource);
  const key = `${scope.dryRun ? '' : '/registry'}/${stands}/${namespaced ? `${scope.namespace}/` : ''}${name}`;
  const why = `Precondition failed: UID in precondition: ${given}, UID in object meta: ${stored}`;
  return conflict(
    group,
    resource,
    name,
    `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`,
  );
}

/** The stored object with the body's status: spares copying the spec, which a status write does not change. */
function statusDraft(scope: RequestScope, name: string, body: unknown): Draft | Status {
  const before = scope.backend.store.get(keyOf(scope.definition, scope.namespace, name))?.value as AnyObject | undefined;
  if (!before) return draftOf(scope, body);
  const given = body as AnyObject;
  const draft = draftOf(scope, { apiVersion: given.apiVersion, kind: given.kind, metadata: given.metadata, status: given.status });
  if (isFailureStatus(draft)) return draft;
  return { ...before, ...draft } as Draft;
}

function isLastFinalizerGone(draft: Draft, before: AnyObject): boolean {
  return (
    before.metadata?.deletionTimestamp !== undefined &&
    !draft.metadata.deletionGracePeriodSeconds &&
    !isHeld(draft as AnyObject) &&
    isHeld(before)
  );
}

/** Namespaces have finalizers in their spec too. */
function isHeld({ metadata, kind, spec }: AnyObject): boolean {
  const own = kind === 'Namespace' ? (spec as { readonly finalizers?: readonly string[] } | undefined)?.finalizers : undefined;
  return !!metadata?.finalizers?.length || !!own?.length;
}

/** The last finalizer is gone: the answer shows that, but watchers are told the state that was stored. */
function finishDeletion(scope: RequestScope, name: string, before: AnyObject, draft: Draft): AnyObject | Status {
  draft.metadata.resourceVersion = before.metadata?.resourceVersion;
  const answer = cloneJson(draft) as AnyObject;
  if (!scope.dryRun) removeEntry(scope, name, before, { ...before, metadata: { ...before.metadata } } as Draft);
  return answer;
}
