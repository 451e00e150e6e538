/** Server-side apply (source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go applyPatcher, structured-merge-diff/v6/merge, 1.36). */
import { isMap } from '../../lib/member';
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, conflict, failure, notFound } from '../../api/status';
import { rfc3339 } from '../../api/time';
import { deepEqual } from '../../lib/equal';
import { inOrder } from '../../lib/in-order';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import { decode } from '../../resources/schema/decode';
import { typeNamed, typeOfKind } from '../../resources/schema/structure';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { fromUnstructured } from '../patch/from-unstructured';
import { failed, unclassified } from '../replies';
import { apiVersionOf } from '../resource-table';
import { create, isFailureStatus } from '../verbs/create';
import { checkIdentity } from '../verbs/identity';
import { checkReadable, replace } from '../verbs/update';
import { structAtom } from './atoms';
import { compare, fieldsOf } from './compare';
import { EMPTY, difference, intersection, isEmptySet, pathsOf, union } from './field-set';
import type { FieldSet } from './field-set';
import { identityOf, managerEntry, managersOf, setManagers } from './managers';
import type { ManagedFieldsEntry } from './managers';
import { mergeApplied, withNamedFields, withoutFields } from './merge';
import { withoutIdentity } from './reset-fields';
import { changesBetween, ownable, surrendered, updated } from './track';
import { joinedErrors, typeErrors } from './type-errors';
import type { Shape } from './typed';
import { inVersion, spokenShape, spokenVersion, unseen } from './versions';

/** What `kubectl apply` keeps of the last configuration; kubectl's server-side apply goes on keeping it where it is. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export function apply(scope: RequestScope, name: string, request: ApiRequest): ApiReply {
  const { definition, namespace, backend } = scope;
  const live = backend.store.get(keyOf(definition, namespace, name))?.value as AnyObject | undefined;
  if (!live && scope.subresource && !definition.strategy.allowCreateOnUpdate)
    return failed(notFound(definition.group, definition.resource, name));
  const draft = applied(scope, live, request);
  if (isFailureStatus(draft)) return failed(draft);
  const repetition = checkRepeated(scope, request);
  if (repetition) return failed(repetition);
  const uid: unknown = draft.metadata.uid;
  if (uid && !live) {
    const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
    return failed(conflict(definition.group, definition.resource, name, why));
  }
  const misplaced = checkIdentity(scope, name, draft);
  if (misplaced) return failed(misplaced);
  if (live) return replace({ ...scope, tracked: true }, name, live, draft);
  const unreadable = checkReadable(draft);
  if (unreadable) return failed(unreadable);
  return create({ ...scope, tracked: true }, draft, name);
}

/** Members that the YAML text names twice. */
function checkRepeated({ warnings }: RequestScope, { repeated = [], options = {} }: ApiRequest): Status | undefined {
  const { fieldValidation = 'Warn' } = options;
  if (fieldValidation === 'Warn') warnings.push(...repeated);
  if (fieldValidation !== 'Strict' || repeated.length === 0) return undefined;
  const lines = repeated.map((line) => `\n  ${line}`).join('');
  return badRequest(`error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:${lines}`);
}

/** The configuration laid over the live object, with its managers; the outcome belongs to the caller. */
export function applied(scope: RequestScope, live: AnyObject | undefined, { body, options = {} }: ApiRequest): Draft | Status {
  const config = checkConfig(scope, body);
  if (isFailureStatus(config)) return config;
  const shape = spokenShape(scope);
  if (!shape) return badRequest(`no schema for ${scope.definition.kind}`);
  const seen = live && (inVersion(scope, live, spokenVersion(scope))?.value ?? live);
  const isTracked = live !== undefined && !!managersOf(live)?.length;
  const wrong = (seen && !isTracked && untypable(scope, seen)) || typeFault(scope, config);
  if (wrong) return wrong;
  const own = ownable(scope, fieldsOf(config, shape));
  if (!live || !seen) return newDraft(scope, config, own);
  const known = isTracked ? (managersOf(live) ?? []) : firstManagers(scope, live);
  const merged = mergeApplied(seen, { ...config, kind: seen.kind, apiVersion: seen.apiVersion }, shape);
  const mine = known.find((entry) => isMine(scope, entry));
  const entries = known.filter((entry) => entry !== mine);
  const versions = [...entries.map(({ apiVersion }) => apiVersion), spokenVersion(scope)];
  const unprunable = mine && unseen(scope, merged as AnyObject, mine.apiVersion, versions);
  if (unprunable !== undefined) return unclassified(`failed to prune fields: ${unprunable}`);
  const result = prune(scope, merged as AnyObject, mine, [...entries.map(({ fieldsV1 = EMPTY }) => fieldsV1), own], shape);
  const typed = converted(result, config);
  const draft = stored(scope, isFailureStatus(typed) ? result : typed) as Draft;
  const changesIn = changesBetween(scope, live, draft as AnyObject, result);
  const contested = conflicts(entries, changesIn);
  const allowed = contested.length ? lastApplied(scope, seen, shape) : EMPTY;
  const open = options.force || isCovered(contested, allowed) ? [] : contested.flatMap((each) => leftOpen(each, allowed));
  if (open.length) return conflictStatus(open);
  if (isFailureStatus(typed)) return typed;
  const changed = !deepEqual(seen, result);
  setManagers(draft, [...surrendered(entries, changesIn), ...appliedEntry(scope, own, mine, changed)]);
  if (scope.fieldManager === 'kubectl' && draft.metadata.annotations?.[LAST_APPLIED])
    draft.metadata.annotations = { ...draft.metadata.annotations, [LAST_APPLIED]: lastAppliedText(config) };
  return draft;
}

/** Without what the manager applied before and applies no longer, unless somebody else owns it. */
function prune(
  scope: RequestScope,
  merged: AnyObject,
  mine: ManagedFieldsEntry | undefined,
  owned: readonly FieldSet[],
  shape: Shape,
): AnyObject {
  if (!mine || mine.apiVersion !== spokenVersion(scope)) return merged;
  const last = withNamedFields(mine.fieldsV1 ?? EMPTY, shape);
  const kept = withNamedFields(owned.reduce(union, EMPTY), shape);
  const all = withNamedFields(fieldsOf(merged, shape), shape);
  const rest = withNamedFields(fieldsOf(withoutFields(merged, last, shape), shape), shape);
  const candidate = withoutFields(merged, difference(all, union(rest, kept)), shape);
  const gone = difference(all, withNamedFields(fieldsOf(candidate, shape), shape));
  return withoutFields(merged, intersection(gone, last), shape) as AnyObject;
}

function appliedEntry(
  scope: RequestScope,
  applied: FieldSet,
  mine: ManagedFieldsEntry | undefined,
  changed: boolean,
): ManagedFieldsEntry[] {
  const { time: _now, ...entry } = managerEntry(scope, 'Apply', withoutIdentity(applied));
  const time = changed ? rfc3339(scope.nowMs) : mine?.time;
  return isEmptySet(entry.fieldsV1) ? [] : [{ ...entry, ...(time === undefined ? {} : { time }) }];
}

/** From the client's version to the stored one, with the fields' types. */
function stored({ spoken, definition }: RequestScope, object: AnyObject): AnyObject {
  const given = spoken?.view ? spoken.view.toStored(object) : object;
  return (decode(apiVersionOf(definition), definition.kind, given, true, { ordered: true })?.object ?? given) as AnyObject;
}

/** As kubectl keeps it: sorted, without itself. */
function lastAppliedText(config: AnyObject): string {
  const { [LAST_APPLIED]: _itself, ...annotations } = config.metadata?.annotations ?? {};
  const { annotations: _given, ...metadata } = config.metadata ?? {};
  const shown = { ...config, metadata: { ...metadata, ...(Object.keys(annotations).length ? { annotations } : {}) } };
  return `${JSON.stringify(inOrder(shown))}\n`;
}

function newDraft(scope: RequestScope, config: AnyObject, own: FieldSet): Draft | Status {
  const typed = converted(config, config);
  if (isFailureStatus(typed)) return typed;
  const draft = stored(scope, typed) as Draft;
  draft.metadata = { ...draft.metadata };
  setManagers(draft, appliedEntry(scope, own, undefined, true));
  return draft;
}

/** Whoever wrote the object before anybody applied to it owns all that is there. */
function firstManagers(scope: RequestScope, live: AnyObject): readonly ManagedFieldsEntry[] {
  return updated({ ...scope, fieldManager: 'before-first-apply' }, [], undefined, live);
}

function isMine(scope: RequestScope, entry: ManagedFieldsEntry): boolean {
  return identityOf(entry) === identityOf(managerEntry(scope, 'Apply', EMPTY));
}

/** What kubectl may take over: what its own client-side apply wrote before, and is still so. */
function lastApplied(scope: RequestScope, live: AnyObject, shape: Shape): FieldSet {
  const text = scope.fieldManager === 'kubectl' ? live.metadata?.annotations?.[LAST_APPLIED] : undefined;
  if (!text) return EMPTY;
  try {
    const config = JSON.parse(text) as AnyObject;
    if (config.apiVersion !== spokenVersion(scope)) return EMPTY;
    const { changed, removed } = compare(config, live, shape);
    return difference(difference(fieldsOf(config, shape), changed), removed);
  } catch {
    return EMPTY;
  }
}

interface Contest {
  readonly entry: ManagedFieldsEntry;
  readonly set: FieldSet;
}

/** In the order of the managers' names. */
function conflicts(entries: readonly ManagedFieldsEntry[], changesIn: ReturnType<typeof changesBetween>): Contest[] {
  const contests = entries.flatMap((entry) => {
    const set = intersection(entry.fieldsV1 ?? EMPTY, changesIn(entry.apiVersion)?.changed ?? EMPTY);
    return isEmptySet(set) ? [] : [{ entry, set }];
  });
  return contests.sort((a, b) => (identityOf(a.entry) < identityOf(b.entry) ? -1 : 1));
}

function isCovered(contested: readonly Contest[], allowed: FieldSet): boolean {
  return contested.every(({ set }) => isEmptySet(difference(set, allowed)));
}

function leftOpen({ entry, set }: Contest, allowed: FieldSet): Contest[] {
  const rest = difference(set, allowed);
  return isEmptySet(rest) ? [] : [{ entry, set: rest }];
}

function conflictStatus(contested: readonly Contest[]): Status {
  const told = contested.map(({ entry, set }) => ({ manager: managerText(entry), paths: pathsOf(set) }));
  const causes = told.flatMap(({ manager, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${manager}`, field })),
  );
  const only = causes.length === 1 ? causes[0] : undefined;
  const lists = told.map(({ manager, paths }) => [`conflicts with ${manager}:`, ...paths.map((path) => `- ${path}`)].join('\n'));
  const text = only ? `conflict: ${only.message}: ${only.field}` : `conflicts: ${lists.join('\n')}`;
  return failure(409, 'Conflict', `Apply failed with ${causes.length} ${text}`, { causes });
}

function managerText({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  const name = `"${manager}"${subresource ? ` with subresource "${subresource}"` : ''}`;
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}

function checkConfig(scope: RequestScope, body: unknown): AnyObject | Status {
  const definition = scope.spoken ?? scope.definition;
  const given = (isMap(body) ? body : {}) as AnyObject;
  const apiVersion = typeof given.apiVersion === 'string' ? given.apiVersion : '';
  const kind = typeof given.kind === 'string' ? given.kind : '';
  if (kind !== definition.kind || apiVersion !== apiVersionOf(definition)) {
    const [group = '', version = '', ...more] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
    return badRequest(`invalid object type: ${more.length ? '/, Kind=' : `${group}/${version}, Kind=${kind}`}`);
  }
  return hasManagedFields(given) ? badRequest('metadata.managedFields must be nil') : given;
}

/** Entries that cannot be read as such count as none. */
function hasManagedFields({ metadata }: AnyObject): boolean {
  const { managedFields } = (isMap(metadata) ? metadata : {}) as { readonly managedFields?: unknown };
  const entry = typeNamed('meta.v1.ManagedFieldsEntry');
  return Array.isArray(managedFields) && managedFields.every((given) => isMap(given) && fromUnstructured(given, entry).error === undefined);
}

/** Wrong types, unknown fields and repeated keys are the same failure in every validation mode. */
function typeFault(scope: RequestScope, config: AnyObject): Status | undefined {
  const wrong = wrongTypes(scope, config, false);
  return wrong.length ? unclassified(`failed to create typed patch object (${described(config)}): ${joinedErrors(wrong)}`) : undefined;
}

/** Of an object whose managers are not known. It may repeat keys. */
function untypable(scope: RequestScope, live: AnyObject): Status | undefined {
  const wrong = wrongTypes(scope, live, true);
  if (wrong.length === 0) return undefined;
  const why = `failed to convert new object (${described(live)}) to smd typed: ${joinedErrors(wrong)}`;
  return unclassified(`failed to create manager for existing fields: ${why}`);
}

function wrongTypes(scope: RequestScope, object: AnyObject, repeats: boolean): readonly string[] {
  const { custom } = scope.spoken ?? scope.definition;
  if (custom) return repeats ? [] : custom.typeErrors(object);
  const type = typeOfKind(object.apiVersion ?? '', object.kind ?? '');
  return type ? typeErrors(object, structAtom(type), repeats) : [];
}

/** The merged object as Go's types take it over from the maps it was merged in. `config` is what the message names. */
function converted(object: AnyObject, config: AnyObject): AnyObject | Status {
  const type = typeOfKind(object.apiVersion ?? '', object.kind ?? '');
  if (!type) return object;
  const { value, error } = fromUnstructured(object, type);
  if (error === undefined) return value as AnyObject;
  const why = `unable to convert unstructured object to ${kindText(config)}: ${error}`;
  return unclassified(`failed to convert new object (${described(config)}) to proper version: ${why}`);
}

function described(object: AnyObject): string {
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return `${text(object.metadata?.namespace)}/${text(object.metadata?.name)}; ${kindText(object)}`;
}

function kindText({ apiVersion, kind }: AnyObject): string {
  return `${apiVersion?.includes('/') ? '' : '/'}${apiVersion}, Kind=${kind}`;
}
