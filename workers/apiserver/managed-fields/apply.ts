/** Server-side apply (source: k8s.io/apiserver/pkg/endpoints/handlers/patch.go applyPatcher, structured-merge-diff/v6/merge, 1.36). */
import type { AnyObject } from '../../api/meta';
import type { ApiReply, ApiRequest } from '../../api/request';
import { badRequest, conflict, failure } from '../../api/status';
import type { Status } from '../../api/status';
import type { Draft } from '../../resources/definition';
import { decode } from '../../resources/schema/decode';
import { typeOfKind } from '../../resources/schema/structure';
import type { RequestScope } from '../backend';
import { keyOf } from '../keys';
import { isMap } from '../patch/merge';
import { failed, unclassified } from '../replies';
import { apiVersionOf } from '../resource-table';
import { create, isFailureStatus } from '../verbs/create';
import { replace } from '../verbs/update';
import { changedFields, duplicateKey, fieldsOf } from './compare';
import { difference, intersection, isEmptySet, pathsOf, union } from './field-set';
import type { FieldSet } from './field-set';
import { managerEntry, managersOf, ownable, rootShape, sameSet, setManagers } from './managers';
import type { ManagedFieldsEntry } from './managers';
import { typeErrors } from './type-errors';
import { mergeApplied, withoutFields } from './merge';

/** What `kubectl apply` keeps of the last configuration; kubectl's server-side apply goes on keeping it where it is. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

export function apply(scope: RequestScope, name: string, { body, options = {} }: ApiRequest): ApiReply {
  const config = checkConfig(scope, name, body);
  if (isFailureStatus(config)) return failed(config);
  const shape = rootShape(scope);
  if (!shape) return failed(badRequest(`no schema for ${scope.definition.kind}`));
  const live = scope.backend.store.get(keyOf(scope.definition, scope.namespace, name))?.value as AnyObject | undefined;
  const wanted = typedConfig(scope, config);
  if (isFailureStatus(wanted)) return failed(wanted);
  const applied = ownable(scope, fieldsOf(wanted, shape));
  if (!live) return applyNew(scope, name, wanted, applied);
  const known = managersOf(live).length ? managersOf(live) : firstManager(scope, live);
  const merged = mergeApplied(live, { ...wanted, kind: live.kind, apiVersion: live.apiVersion }, shape);
  const changed = ownable(scope, changedFields(live, merged, shape));
  const contested = conflicts(scope, known, changed);
  const open = options.force ? [] : conflicts(scope, known, difference(changed, lastApplied(scope, live)));
  if (open.length) return failed(conflictStatus(contested));
  const mine = known.find((entry) => isMine(scope, entry));
  const others = known.filter((entry) => entry !== mine).flatMap((entry) => surrender(entry, contested.length ? changed : {}));
  const kept = others.reduce<FieldSet>((set, entry) => union(set, entry.fieldsV1 ?? {}), applied);
  const pruned = withoutFields(merged, difference(mine?.fieldsV1 ?? {}, kept), shape) as AnyObject;
  const draft = (decode(live.apiVersion ?? '', live.kind ?? '', pruned)?.object ?? pruned) as Draft;
  const entry = mine && sameSet(applied, mine.fieldsV1) ? mine : managerEntry(scope, 'Apply', applied);
  setManagers(draft, isEmptySet(applied) ? others : [...others, entry]);
  if (scope.fieldManager === 'kubectl' && draft.metadata.annotations?.[LAST_APPLIED] !== undefined) {
    draft.metadata.annotations = { ...draft.metadata.annotations, [LAST_APPLIED]: `${JSON.stringify(sorted(config))}\n` };
  }
  return replace({ ...scope, fieldManager: undefined }, name, live, draft);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function applyNew(scope: RequestScope, name: string, wanted: AnyObject, applied: FieldSet): ApiReply {
  const { group, resource } = scope.definition;
  const uid = wanted.metadata?.uid;
  if (uid)
    return failed(
      conflict(group, resource, name, `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`),
    );
  const draft = { ...wanted, metadata: { ...wanted.metadata } } as Draft;
  setManagers(draft, isEmptySet(applied) ? [] : [managerEntry(scope, 'Apply', applied)]);
  return create({ ...scope, fieldManager: undefined }, draft, name);
}

/** Whoever wrote the object before anybody applied to it owns all that is there. */
function firstManager(scope: RequestScope, live: AnyObject): readonly ManagedFieldsEntry[] {
  const shape = rootShape(scope);
  const fields = shape ? ownable(scope, fieldsOf(live, shape)) : {};
  return isEmptySet(fields) ? [] : [managerEntry({ ...scope, fieldManager: 'before-first-apply' }, 'Update', fields)];
}

function isMine(scope: RequestScope, entry: ManagedFieldsEntry): boolean {
  return entry.operation === 'Apply' && entry.manager === scope.fieldManager && (entry.subresource ?? '') === scope.subresource;
}

/** kubectl may take over what its own client-side apply wrote before. */
function lastApplied(scope: RequestScope, live: AnyObject): FieldSet {
  const text = scope.fieldManager === 'kubectl' ? live.metadata?.annotations?.[LAST_APPLIED] : undefined;
  const shape = rootShape(scope);
  if (text === undefined || !shape) return {};
  try {
    const config = JSON.parse(text) as AnyObject;
    const { custom } = scope.definition;
    const decoded = custom ? custom.decode(config) : decode(live.apiVersion ?? '', live.kind ?? '', config, false);
    return ownable(scope, fieldsOf(decoded?.object ?? {}, shape));
  } catch {
    return {};
  }
}

interface Contest {
  readonly entry: ManagedFieldsEntry;
  readonly paths: readonly string[];
}

function conflicts(scope: RequestScope, known: readonly ManagedFieldsEntry[], changed: FieldSet): Contest[] {
  return known.flatMap((entry) => {
    const paths = isMine(scope, entry) ? [] : pathsOf(intersection(entry.fieldsV1 ?? {}, changed));
    return paths.length ? [{ entry, paths }] : [];
  });
}

function surrender(entry: ManagedFieldsEntry, lost: FieldSet): ManagedFieldsEntry[] {
  const rest = difference(entry.fieldsV1 ?? {}, lost);
  if (isEmptySet(rest)) return [];
  return [sameSet(rest, entry.fieldsV1) ? entry : { ...entry, fieldsV1: rest }];
}

function conflictStatus(contested: readonly Contest[]): Status {
  const causes = contested.flatMap(({ entry, paths }) =>
    paths.map((field) => ({ reason: 'FieldManagerConflict', message: `conflict with ${managerText(entry)}`, field })),
  );
  const only = causes.length === 1 ? causes[0] : undefined;
  const text = only
    ? `conflict: ${only.message}: ${only.field}`
    : `conflicts: ${contested.map(({ entry, paths }) => `conflicts with ${managerText(entry)}:\n${paths.map((path) => `- ${path}`).join('\n')}`).join('\n')}`;
  return failure(409, 'Conflict', `Apply failed with ${causes.length} ${text}`, { causes });
}

function managerText({ manager, operation, apiVersion, subresource }: ManagedFieldsEntry): string {
  const name = `"${manager}"${subresource ? ` with subresource "${subresource}"` : ''}`;
  return operation === 'Update' ? `${name} using ${apiVersion}` : name;
}

function checkConfig(scope: RequestScope, name: string, body: unknown): AnyObject | Status {
  const { definition, namespace } = scope;
  const given = (isMap(body) ? body : {}) as AnyObject;
  const apiVersion = typeof given.apiVersion === 'string' ? given.apiVersion : '';
  const kind = typeof given.kind === 'string' ? given.kind : '';
  if (kind !== definition.kind || apiVersion !== apiVersionOf(definition)) {
    const version = apiVersion === '' ? '/' : apiVersion.includes('/') ? apiVersion : `/${apiVersion}`;
    return badRequest(`invalid object type: ${version}, Kind=${kind}`);
  }
  const metadata = (isMap(given.metadata) ? given.metadata : {}) as NonNullable<AnyObject['metadata']>;
  if (!metadata.name) return badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  if (metadata.name !== name) return badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  if (metadata.managedFields?.length) return badRequest('metadata.managedFields must be nil');
  if (definition.namespaced && metadata.namespace && metadata.namespace !== namespace) {
    return badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return given;
}

/** The configuration as the schema types it: wrong types and unknown fields are the same failure in every validation mode. */
function typedConfig(scope: RequestScope, config: AnyObject): AnyObject | Status {
  const { metadata } = config;
  const refuse = (why: string) =>
    unclassified(
      `failed to create typed patch object (${metadata?.namespace ?? ''}/${metadata?.name ?? ''}; ${config.apiVersion?.includes('/') ? '' : '/'}${config.apiVersion}, Kind=${config.kind}): ${why}`,
    );
  const { custom } = scope.definition;
  const decoded = custom ? custom.decode(config) : decode(config.apiVersion ?? '', config.kind ?? '', config, false);
  if (!decoded) return config;
  if (decoded.unknownFields.length) {
    const lines = decoded.unknownFields.map((text) => `.${/"(.*)"/.exec(text)?.[1] ?? ''}: field not declared in schema`);
    return refuse(lines.length === 1 ? (lines[0] as string) : `errors:\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
  const wrong = typeErrors(config, typeOfKind(config.apiVersion ?? '', config.kind ?? ''));
  if (wrong.length) return refuse(wrong.length === 1 ? (wrong[0] as string) : `errors:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
  if (decoded.error !== undefined) return refuse(decoded.error);
  const shape = rootShape(scope);
  const duplicate = shape && duplicateKey(decoded.object, shape);
  return duplicate === undefined ? decoded.object : refuse(duplicate);
}
