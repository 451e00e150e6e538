/**
 * POST. Order of the steps as upstream's generic registry (k8s.io/apiserver/pkg/registry/generic/registry/store.go
 * Create and pkg/registry/rest/create.go, 1.36): defaults, admission, system fields, strategy, validation, storage.
 */
import { rfc3339 } from '../../api/time';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import type { ApiReply } from '../../api/request';
import { alreadyExists, badRequest, failure, qualified } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft, ResourceDefinition } from '../../resources/definition';
import { cloneGiven, forgetEmptied, noteEmptyFields } from '../../resources/schema/emptied';
import { noteRawTexts } from '../../resources/schema/raw-extensions';
import { admit, validateAdmission } from '../admission/plugin';
import { checkEscalation } from '../authz/escalation';
import { refuseLarge, sealed, strategyContext } from '../backend';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { trackUpdate } from '../managed-fields/track';
import { generateName, newUid } from '../names';
import { assign, take } from '../service/allocation';
import { failed, invalid, succeeded, unclassified } from '../replies';
import { apiVersionOf } from '../resource-table';
import { validateNames, validateObjectMeta } from '../validation/object-meta';
import { AFTER_ADMISSION, dropRepeatedOwners } from '../validation/owner-references';
import { versionFault } from './resource-version';

/** Upstream tries a generated name that is taken this often before it gives up. */
const GENERATED_NAME_TRIES = 8;

/** `body` stays the caller's; `name` is the name in the path of a PUT that creates. */
export function create(scope: RequestScope, body: unknown, name?: string): ApiReply {
  const draft = draftOf(scope, body);
  if (isFailureStatus(draft)) return failed(draft);
  const { metadata } = draft;
  if (!scope.patched && name === undefined) dropRepeatedOwners(draft, scope.warnings);
  if (name !== undefined && metadata.name === undefined) metadata.name = name;
  const generated = !metadata.name && typeof metadata.generateName === 'string' && metadata.generateName !== '';
  for (let attempt = 1; ; attempt++) {
    const attempted = generated ? noted(scope, cloneGiven(draft)) : draft;
    if (generated) attempted.metadata.name = generateName(scope.backend.names, metadata.generateName);
    const refusedAs: string = (generated ? metadata.generateName : metadata.name) || 'Unknown';
    if (name === undefined) forgetDeletion(attempted);
    const result = store(scope, attempted, refusedAs);
    if (!isFailureStatus(result)) return succeeded(scope, 201, result);
    if (!generated || result.reason !== 'AlreadyExists' || attempt === GENERATED_NAME_TRIES) return failed(result);
  }
}

/** What is made by a PUT may be told to be deleted, and a dry run of one shows a link. */
function forgetDeletion({ metadata }: Draft): void {
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
}

/** Admission does not know a generated name yet: what it refuses it calls `refusedAs`. */
function store(scope: RequestScope, draft: Draft, refusedAs: string): AnyObject | Status {
  const { backend, definition } = scope;
  const { strategy } = definition;
  const context = strategyContext(scope);
  const given = draft.metadata;
  strategy.setDefaults?.(draft);
  if (strategy.namesUnnamed && !given.name && !given.generateName) given.name = newUid(backend.uids);
  const name: string = given.name ?? '';
  given.creationTimestamp = rfc3339(scope.nowMs);
  given.uid = newUid(backend.uids);
  if (!scope.tracked) trackUpdate(scope, draft, undefined);
  const refusal = admit({ scope, operation: 'CREATE', name: refusedAs, object: draft });
  if (refusal) return refusal;
  const { metadata } = draft;
  metadata.creationTimestamp = given.creationTimestamp;
  if (scope.patched) dropRepeatedOwners(draft, scope.warnings, AFTER_ADMISSION);
  const escalation = checkEscalation(scope, name, draft);
  if (escalation) return escalation;
  const unassigned = assign(scope, draft, undefined);
  if (unassigned) return unassigned;
  if (strategy.hasGeneration) metadata.generation = 1;
  strategy.prepareForCreate?.(draft, context);
  const errors = validate(scope, draft);
  if (errors.length) return invalid(definition, name, errors);
  for (const text of strategy.warnings?.(draft as AnyObject, undefined) ?? []) scope.warnings.push(text);
  const rejected = validateAdmission({ scope, operation: 'CREATE', name, object: draft });
  if (rejected) return rejected;
  forgetEmptied(draft);
  const key = keyOf(definition, scope.namespace, name);
  // Only the storage minds, and not what is no number, nor of what is applied.
  if (
    !scope.dryRun &&
    !scope.tracked &&
    versionFault(metadata.resourceVersion ?? '') === undefined &&
    BigInt(metadata.resourceVersion) > 0n
  )
    return unclassified('resourceVersion should not be set on objects to be created');
  const known = backend.store.get(key)?.value as AnyObject | undefined;
  if (known) return nameTaken(scope, draft, known);
  if (scope.dryRun) return asStored(definition, draft as AnyObject);
  const tooLarge = refuseLarge(draft);
  if (tooLarge) return tooLarge;
  const written = backend.store.put(key, 0, (revision) => sealed(backend, draft, revision));
  if (!written.ok) return nameTaken(scope, draft);
  take(scope, draft, undefined);
  return written.value as AnyObject;
}

function validate(scope: RequestScope, draft: Draft): readonly FieldError[] {
  const { definition } = scope;
  const { strategy } = definition;
  const context = strategyContext(scope);
  const own = strategy.validate?.(draft as AnyObject, context) ?? [];
  if (strategy.plainMetadata) return own.length > 0 ? own : validateObjectMeta(draft, definition);
  const errors = [...(strategy.authorize?.(draft as AnyObject, context) ?? []), ...validateObjectMeta(draft, definition), ...own];
  return errors.length > 0 ? errors : validateNames(draft);
}

/** The request's own copy of the body, with kind and namespace filled in, or why it does not fit the request. */
export function draftOf(scope: RequestScope, body: unknown): Draft | Status {
  const { definition } = scope;
  const apiVersion = apiVersionOf(definition);
  if (body === null || typeof body !== 'object') return badRequest('the body of the request is no object');
  const draft = cloneGiven(body) as Draft;
  if ((draft.kind !== undefined && draft.kind !== definition.kind) || (draft.apiVersion !== undefined && draft.apiVersion !== apiVersion)) {
    const given = `${draft.apiVersion ?? ''}, Kind=${draft.kind ?? ''}`;
    return badRequest(`${given} does not match the expected ${apiVersion}, Kind=${definition.kind}`);
  }
  draft.apiVersion = apiVersion;
  draft.kind = definition.kind;
  draft.metadata ??= {};
  if (definition.namespaced) {
    if (draft.metadata.namespace && draft.metadata.namespace !== scope.namespace) {
      return badRequest('the namespace of the provided object does not match the namespace sent on the request');
    }
    draft.metadata.namespace = scope.namespace;
  } else delete draft.metadata.namespace;
  return noted(scope, draft);
}

function noted({ said }: RequestScope, draft: Draft): Draft {
  const { emptied, rawTexts } = said ?? {};
  if (emptied) noteEmptyFields(draft, emptied);
  if (rawTexts) noteRawTexts(draft, rawTexts);
  return draft;
}

/** What would be read if the object were written. */
export function asStored({ custom }: ResourceDefinition, object: AnyObject): AnyObject {
  return custom ? custom.present(custom.toStored(object)) : object;
}

export function isFailureStatus(value: unknown): value is Status {
  return typeof value === 'object' && value !== null && (value as Status).kind === 'Status' && (value as Status).status === 'Failure';
}

/** `known`: who has the name. */
function nameTaken(scope: RequestScope, { metadata }: Draft, known?: AnyObject): Status {
  const { group, resource } = scope.definition;
  const status = metadata.generateName ? generatedNameTaken(scope, metadata.name) : alreadyExists(group, resource, metadata.name);
  return known?.metadata?.deletionTimestamp === undefined ? status : { ...status, message: `object is being deleted: ${status.message}` };
}

function generatedNameTaken(scope: RequestScope, name: string): Status {
  const { group, resource } = scope.definition;
  return failure(
    409,
    'AlreadyExists',
    `${qualified(group, resource)} "${name}" already exists, the server was not able to generate a unique name for the object`,
    {
      name,
      ...(group ? { group } : {}),
      kind: resource,
      retryAfterSeconds: 1,
    },
  );
}
